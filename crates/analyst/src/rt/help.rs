//! What `xiaodun rt --help` teaches.

pub(super) const AFTER: &str = "\
Examples 示例:
  xiaodun rt --method cori --input flu.csv --si-mean 2.6 --si-sd 1.5 --plot rt.svg
      R in windows of a week, as EpiEstim
  xiaodun rt --method cori --input flu.csv --si-mean 2.6 --si-sd 1.5 \\
             --si-mean-error 1,1,4.2 --si-sd-error 0.5,0.5,2.5 --seed 7
      the same where mean and standard deviation of the serial interval are themselves uncertain
  xiaodun rt --method wallinga-teunis --input flu.csv --si-file si.csv --window 1
      how many the cases of each day infected
  xiaodun rt --method growth --input flu.csv --to 15 --si-mean 2.6 --si-sd 1.5
      growth rate and doubling time of the first fifteen days, and the R that goes with them

Input (UTF-8; a byte order mark and CRLF are allowed; columns in any order, no others) 输入:
  date or index   one row a day, in order, none left out (see --gaps). Day 1 is the first row.
  incidence       cases of the day by onset; or, in its place,
  local           cases infected here, and optionally
  imported        cases infected elsewhere, who infect but were not infected here 输入病例
  series          optional: a name; rows of many series in one file
  The cases of day 1 count as imported: nobody before them is known who could have infected them.
Serial interval (--si-file): lag,probability in order from lag 0 (which has probability 0) or lag 1; it sums to 1 within 0.01.

Output: t_start,t_end,mean,sd,q025,q05,q25,median,q75,q95,q975
  Windows are days counted from 1, both ends included; R has no unit. Fields are empty where there is no estimate: a
  window that ends before the mean serial interval, or a cohort without cases. wallinga-teunis gives q025 and q975
  from --draws trees of infection. growth: t_start,t_end,rate,rate_low,rate_high (per day), doubling and halving
  with low and high (days; Inf where the interval of the rate includes 0), r,r_low,r_high with a serial interval.
  With a column series in the input, the output begins with it.

Exit codes 退出码: 0 written; 1 could not be written; 2 a file or an option is wrong, told with file, line and column.";
