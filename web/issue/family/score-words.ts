/** How alike two issues are, in words. `score` is 0 to 1; below 0.25 none are listed. */
export function scoreWords(score: number): string {
  if (score >= 0.9) return 'Nearly the same';
  if (score >= 0.7) return 'Very similar';
  if (score >= 0.45) return 'Similar';
  return 'Somewhat similar';
}

/** `72 %`; all of it only where it is all. */
export function scoreText(score: number): string {
  return `${score < 1 ? Math.min(99, Math.round(score * 100)) : 100} %`;
}
