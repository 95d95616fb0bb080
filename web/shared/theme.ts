/** Colours carry meaning and never stand alone: each has its word or icon beside it. */
export const colours = {
  brand: "#0f5e6b",
  ink: "#1d2b30",
  quiet: "#5c6b70",
  line: "#dfe5e7",
  ground: "#f4f6f7",
  good: "#2e7d4f",
  wait: "#8a6d1f",
  bad: "#b3362b",
  other: "#3f6ea8",
} as const;

/** Series of a chart: distinct in hue and in lightness, so that they hold on a poor projector and for the colour-blind. */
export const series = [
  "#0f5e6b",
  "#e0a03c",
  "#5b8fb0",
  "#b3554a",
  "#7fa87c",
  "#8d6e97",
  "#c9bb7a",
  "#44546a",
  "#d58a6d",
  "#4fa5a0",
  "#a3a9ad",
  "#6c7b3a",
  "#9fc1d9",
  "#7a4b3a",
  "#c7d0a5",
] as const;
