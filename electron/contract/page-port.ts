/** The message with which the preload hands the backend's port to the page. By itself: the preload is run at each start and needs nothing else. */
export const portMessage = 'hearth:port'
