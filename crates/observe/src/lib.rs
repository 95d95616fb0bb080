//! What is seen: class checks, sick absences, guardians' messages.
