import type { FindingPageQuery } from '../gen/graphql';

/** A finding as its page reads it. */
export type Finding = FindingPageQuery['finding'];
