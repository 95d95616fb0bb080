//! What `xiaodun chain --help` teaches.

pub(super) const AFTER: &str = "\
Examples 示例:
  xiaodun chain --input linelist.csv --si-mean 3.6 --si-sd 1.6 --plot chain.svg
      the most likely infector of each case, and the tree as a figure
  xiaodun chain --input linelist.csv --si-mean 3.6 --si-sd 1.6 --weights class=20,school=0.5 --pairs pairs.csv
      other weights of shared places, and every possible infection with its probability

Input (UTF-8; a byte order mark and CRLF are allowed; columns in any order, no others) 输入:
  id              each once
  onset           day of the first symptom: an ISO date or a whole number, one form for the whole file
  household, dormitory, class, grade, school
                  optional: the name of the place; empty where not known
  imported        optional: 1 for a case that was infected elsewhere for certain

Output: id,onset,source,probability,community,generation,reproduction
  source is the infector in the most likely tree, empty for an infection from outside the list; probability is that of
  the source, community that of an infection from outside; generation counts from 0; reproduction is how many the case
  is expected to have infected. The weights of places are a judgement, not an estimate: see how far the answer
  depends on them. A tree is a hypothesis for the tracing team, no verdict on a person.

Exit codes 退出码: 0 written; 1 could not be written; 2 a file or an option is wrong, told with file, line and column.";
