import { serveListening } from '../../agent/speech/listening/serve.ts';

/**
 * The process that listens with an engine of the tests: it understands nothing, it only counts the seconds in which
 * the microphone gave more than silence. `hang` as first word of the environment makes it stop answering.
 */
serveListening(async () => ({
  languages: ['it'],
  begin: () => {
    let loud = 0;
    let all = 0;
    const text = (): string => (loud === 0 ? '' : `${loud} of ${all}`);
    return {
      accept(samples) {
        all += samples.length;
        for (const sample of samples) if (Math.abs(sample) > 0.02) loud += 1;
        // A wedged engine: it never comes back.
        if (process.env.TOTEM_TEST_EAR === 'hang') for (;;);
      },
      text,
      finish: text,
    };
  },
}));
