/**
 * Conversations that were deleted for good, until their words are out of the full-text indexes, too: an application that ends meanwhile goes
 * on with it. Their numbers are never used again, so that one that comes later is not taken for one of before. What was deleted by earlier
 * versions may have been left there: the first row is for that.
 */
export const migration004 = `
CREATE TABLE deletions (
  number INTEGER PRIMARY KEY AUTOINCREMENT
) STRICT;
INSERT INTO deletions (number) VALUES (NULL);
CREATE TRIGGER conversations_note_deletion AFTER DELETE ON conversations BEGIN
  INSERT INTO deletions (number) VALUES (NULL);
END;
`
