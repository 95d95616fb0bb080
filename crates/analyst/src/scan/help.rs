//! What `xiaodun scan --help` and `xiaodun knox --help` teach.

pub(super) const SCAN: &str = "\
Examples 示例:
  xiaodun scan --input counts.csv --tree tree.csv --max-window 7 --plot clusters.svg
      the class, grade or school with a cluster over the last days
  xiaodun scan --input counts.csv --places schools.csv --max-radius 20
      the circle of schools, by longitude and latitude, within 20 km

Input (UTF-8; columns in any order, no others) 输入:
  date or index, series, count[, expected]   series is the unit; all units have the same steps, the last is today
  expected is on any common scale (pupils, or the mean of a model); without it all units and days are alike.
  --tree: unit,parent     --places: unit,x,y or unit,longitude,latitude

Output: rank,unit,radius,units,members,days,observed,expected,relative_risk,llr,p_monte_carlo,p_gumbel
  unit is the node of the tree, or the centre of the circle; members are separated by semicolons. p_monte_carlo is the
  share of replicates with a cluster at least as likely; p_gumbel reads the same replicates through a Gumbel law.

Exit codes 退出码: 0 written; 1 could not be written; 2 a file or an option is wrong, told with file, line and column.";

pub(super) const KNOX: &str = "\
Example 示例:
  xiaodun knox --input cases.csv --close-time 3 --close-space 0.5

Input: date,x,y or time,x,y (UTF-8; columns in any order, no others); x and y in a plane, in the unit of --close-space.
Output: pairs,close_time,close_space,close_both,expected,p_value
  pairs of cases; how many are close in time, in space, in both; how many in both are expected if time and place are
  independent; the probability of more than those observed, by the Poisson law.

Exit codes 退出码: 0 written; 1 could not be written; 2 a file or an option is wrong, told with file, line and column.";
