import { useEffect, useState } from 'preact/hooks';

/** Day and time of this place, in the language given. */
export function Clock({ language }: { language: string }) {
  const [time, setTime] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setTime(new Date()), 15_000);
    return () => clearInterval(timer);
  }, []);
  const day = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
  const hour = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  return (
    <p class="clock">
      <span class="clock-day">{day.format(time)}</span>
      <span class="clock-hour">{hour.format(time)}</span>
    </p>
  );
}
