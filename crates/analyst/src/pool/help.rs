//! What `xiaodun pool --help` teaches.

pub(super) const AFTER: &str = "\
Examples 示例:
  xiaodun pool plan --people 45,45,44,46 --prevalence 0.002 --teams 2
      tubes, tests, swabs and hours for four classes, a tube never shared by two classes
  xiaodun pool plan --input classes.csv --prevalence 0.002 --sensitivity 0.95 --dilution 0.05 --room 6 --correlation 0.2
      with an imperfect test and dormitory mates in one tube
  xiaodun pool design --prevalence 0.001,0.01 --sizes 2-40 --plot sizes.svg
      Dorfman's table: which pool size needs the fewest tests
  echo 'size,pools,positive
10,120,3' | xiaodun pool estimate
      prevalence from 120 tubes of ten, three of them positive

Input: plan reads group,people; estimate reads size,pools,positive (UTF-8; columns in any order, no others).
Output of plan, a row for each tube size: size,people,infected,tubes,positive_tubes,retests,retests_sd,tests,tubes_used,
  swabs,missed,false_positives,swabbing_hours,first_results_hours,second_round_hours,hours,cost. Everybody in a positive
  tube is swabbed again, alone. tubes are counted; what depends on who is infected is an expectation.
Output of estimate: prevalence,lower,upper,people,pools,positive.

Exit codes 退出码: 0 written; 1 could not be written; 2 a file or an option is wrong, told with file, line and column.";
