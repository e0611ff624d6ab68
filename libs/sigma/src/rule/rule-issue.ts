import { InvalidInput } from '@yagura/kernel';

/** One thing wrong, or odd, about a rule: `path` is the place in the document, `slug` is for programs, `message` for people. */
export interface RuleIssue { readonly path: string; readonly slug: string; readonly message: string; }

/** Why a document was not loaded. `message` reads `rule win_whoami: detection.selection: unknown modifier "foo"`. */
export interface RuleRefusal extends RuleIssue {
  readonly file: string;
  /** The rule's name, id or title, or the file and document number when it has none of them. */
  readonly rule: string;
}

/** Thrown inside the loader at the place of a fault, and turned into a refusal at its edge. */
export class RuleFault extends InvalidInput {
  constructor(slug: string, readonly place: string, readonly detail: string) {
    super(`${place}: ${detail}`, { slug: `sigma.${slug}`, path: place });
  }
}

/** Collects what is wrong and what is odd about one rule, so that all of it is told at once. */
export class IssueLog {
  readonly faults: RuleIssue[] = [];
  readonly warnings: RuleIssue[] = [];

  warn(slug: string, path: string, message: string): void {
    this.warnings.push({ slug: `sigma.${slug}`, path, message });
  }

  /** Runs a step; a fault in it is noted, and undefined is returned. */
  attempt<Result>(step: () => Result): Result | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof RuleFault)) throw error;
      this.faults.push({ slug: error.slug, path: error.place, message: error.detail });
      return undefined;
    }
  }
}
