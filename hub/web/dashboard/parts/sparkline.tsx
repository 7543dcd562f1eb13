const width = 120;
const height = 32;

/**
 * The last heartbeats as a line. It repeats what the figure beside it says, so it is hidden from assistive
 * technology. `top` is the value at the upper edge; without one the largest value is.
 */
export function Sparkline({ values, top }: { values: readonly number[]; top?: number }) {
  if (values.length < 2) return <div class="sparkline sparkline-empty" />;
  const largest = Math.max(top ?? 0, ...values, 0.001);
  const step = width / (values.length - 1);
  const points = values.map((value, index) => {
    const y = height - 2 - (value / largest) * (height - 4);
    return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <polygon class="sparkline-area" points={`0,${height} ${points.join(' ')} ${width},${height}`} />
      <polyline class="sparkline-line" points={points.join(' ')} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
