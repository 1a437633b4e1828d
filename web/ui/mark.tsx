/** The mark of Picket: three slats of rising height, the newest one lit. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
      <path fill="currentColor" d="m3.75 8.5 2.25 2.4V13H1.5v-2.1zM10 5.25l2.25 2.4V13h-4.5V7.65zM1.5 14.5H6V18H1.5zm6.25 0h4.5V18h-4.5z" />
      <path class="now" d="m16.25 2 2.25 2.4V13H14V4.4zM14 14.5h4.5V18H14z" />
    </svg>
  );
}

const slats = [
  'm5 18 5 5V28H0V23zM0 31h10v13H0z',
  'm19 14 5 5V28H14V19zM14 31h10v13H14z',
  'm33 20 5 5V28H28V25zM28 31h10v13H28z',
  'm47 12 5 5V28H42V17zM42 31h10v13H42z',
  'm61 17 5 5V28H56V22zM56 31h10v13H56z',
  'm75 10 5 5V28H70V15zM70 31h10v13H70z',
  'm89 15 5 5V28H84V20zM84 31h10v13H84z',
  'm103 8 5 5V28H98V13zM98 31h10v13H98z',
  'm117 13 5 5V28H112V18zM112 31h10v13H112z',
];

/** The fence of the install page. Its sheet lights the slats up one by one while it waits, and all of them when the event is here. */
export function Fence() {
  return (
    <svg class="fence" viewBox="0 0 122 44" aria-hidden="true">
      {slats.map((slat, index) => (
        <path key={slat} class={index === slats.length - 1 ? 'last' : undefined} style={{ '--i': index }} d={slat} />
      ))}
    </svg>
  );
}

/** A fence with a dashed gap: nothing here. */
export function FenceGap() {
  return (
    <svg class="fence-gap" width="56" height="44" viewBox="0 0 56 44" fill="currentColor" aria-hidden="true">
      <path d="m5 10 5 5v13H0V15zM0 31h10v11H0zM19 6l5 5v17H14V11zM14 31h10v11H14z" />
      <path fill="none" stroke="currentColor" stroke-dasharray="2.5 2.5" d="m33 9 4.5 4.7V41.5h-9V13.7z" />
      <path d="m51 5 5 5v18H46V10zM46 31h10v11H46z" />
    </svg>
  );
}
