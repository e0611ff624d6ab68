import guessedPassword from './data/guessed-password.json';
import leakedKey from './data/leaked-key.json';
import phishing from './data/phishing-to-extortion.json';
import { type DemoEvent, demoEvent, type DemoSource, fillTemplate, writtenTimes } from './event-text';
import { Random } from './random';

/** A name or text in the two languages of the product. */
export interface Bilingual { readonly ja: string; readonly en: string }

/** One thing the attacker does, as the log line that tells of it. Places such as `$ISO$` in `event` are filled when played. */
export interface StoryStep {
  /** Seconds after the start. */
  readonly atSec: number;
  readonly source: string;
  readonly host: string;
  /** What happens, for the person who watches. */
  readonly tells: string;
  /** ATT&CK technique of the step. */
  readonly technique?: string;
  /** The same line several times, `$N$` counting. */
  readonly repeat?: { readonly count: number; readonly everySec: number };
  readonly event: unknown;
}

/** An attack on an invented client company, in order of time. */
export interface Story {
  readonly id: string;
  readonly company: Bilingual & { readonly slug: string };
  readonly title: Bilingual;
  readonly summary: Bilingual;
  /** File names, without ending, of the rules of Yagura's own pack that the story must set off. */
  readonly expectedRules: readonly string[];
  readonly steps: readonly StoryStep[];
}

/** The stories that the demo plays: two on the provider's English client, one on its Japanese client. */
export const STORIES: readonly Story[] = [phishing, leakedKey, guessedPassword];

const SOURCES: ReadonlySet<string> = new Set<DemoSource>(['windows', 'cloudtrail', 'linux', 'web']);

/**
 * The events of a story that begins at `startMs`, by time. The same start gives the same bytes; another start gives other ids, so
 * that a replay is not taken for a repetition. Throws TypeError for a step whose source is none of the four.
 */
export function storyEvents(story: Story, startMs: number): DemoEvent[] {
  const random = new Random(startMs, story.steps.length);
  const events = story.steps.flatMap((step) => {
    const { count, everySec } = step.repeat ?? { count: 1, everySec: 0 };
    return Array.from({ length: count }, (_, turn) => play(step, startMs + (step.atSec + turn * everySec) * 1000, 100 + turn, random));
  });
  return events.sort((a, b) => a.atMs - b.atMs);
}

function play(step: StoryStep, atMs: number, number: number, random: Random): DemoEvent {
  const { source } = step;
  if (!isSource(source)) throw new TypeError('a step of a story has an unknown source');
  const fill = new Map<string, string | (() => string)>([...writtenTimes(atMs), ['N', String(number)], ['UUID', () => random.uuid()]]);
  return demoEvent(source, step.host, atMs, fillTemplate(step.event, fill));
}

function isSource(source: string): source is DemoSource {
  return SOURCES.has(source);
}
