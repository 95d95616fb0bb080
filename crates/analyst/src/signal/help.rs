//! What `xiaodun signal --help` teaches.

pub(super) const AFTER: &str = "\
Examples 示例:
  xiaodun signal --method ears-c2 --input counts.csv --min-sigma 0.5
      daily counts against the week before, two days left out 与前一周比较
  xiaodun signal --method farrington-flexible --input weeks.csv --from 313 --plot weeks.svg
      five years of weeks; judge from step 313 on, and draw
  xiaodun signal --method farrington-flexible --threshold-method muan --compat r < weeks.csv > alarms.csv
      the numbers of R's surveillance, from standard input to standard output
  xiaodun signal --method cusum --input weeks.csv --from 105 --reference glm --transform anscombe
      a season fitted to the first 104 weeks, small excesses added up
  xiaodun signal --method school --input classes.csv --calendar calendar.csv --fdr 0.1
      all classes of a school by its calendar; of the alarms of a day about one in ten is false

Input (UTF-8; a byte order mark and CRLF are allowed; columns in any order, no others) 输入:
  date or index   one row a step, in order. Dates are ISO (2024-09-02) and evenly spaced: days, weeks, so many days, or
                  the same day of every month. An index is a whole number; its steps are plain, without a calendar.
  count           cases of the step, a whole number from 0; NA where the count is missing (a missing count is no zero)
  series          optional: a name; rows of many series in one file, each in order 多个序列
  population      optional: who could have been a case; an offset of farrington-flexible, the roll of school 人口数
  reference       optional: the mean in control, for --reference column
  Where a date or index is left out the file is refused, unless --gaps says what that means: rows (the rows are
  consecutive steps, e.g. school days), missing, or zero. For school a day left out is a day without school; with
  --calendar (date,open) rows of closed days are passed over, and days it does not name are open from Monday to Friday.

Output: series,date,observed,expected,upper,alarm,score (the index stands in date where the input has one)
  One row for each evaluated step. alarm is true or false. What is not defined is an empty field (null with --format
  json). Numbers are printed in the shortest form that reads back as the same double. The score is the method's own:
  standard deviations for EARS, exceedance (above 1: an alarm) for Farrington, the sum for CUSUM,
  the likelihood ratio for GLR, minus the logarithm (base 10) of the p-value for school. --fdr adds a column q.
  An alarm asks a person to look; it is no outbreak yet.

Steps are counted from 1 in --from and --to, as in R.

Exit codes 退出码: 0 written; 1 could not be written; 2 a file or an option is wrong, told with file, line and column.";
