import { useEffect, useState } from 'preact/hooks';

/** Day and time of this place, written as in the locale given. */
export function Clock({ locale }: { locale: string }) {
  const [time, setTime] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setTime(new Date()), 15_000);
    return () => clearInterval(timer);
  }, []);
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    <p class="clock">
      <span class="clock-day">{day.format(time)}</span>
      <span class="clock-hour">{hour.format(time)}</span>
    </p>
  );
}
