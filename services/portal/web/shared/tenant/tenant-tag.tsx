import type { ReactNode } from 'react';
import classes from './tenant-tag.module.css';

export interface NamedTenant { readonly slug: string; readonly code: string; readonly name: string }

const PATTERNS = 6;

/** A tenant's stripe: one of six patterns by its slug, never a colour that means severity. */
export function stripeOf(slug: string): number {
  let sum = 0;
  for (const character of slug) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % PATTERNS;
}

/** The tenant beside everything that belongs to it: stripe, code, and the name for those who ask or hear. */
export function TenantTag({ tenant, full = false }: { readonly tenant: NamedTenant; readonly full?: boolean }): ReactNode {
  return (
    <span className={`${classes.tag ?? ''} ${full ? classes.full ?? '' : ''}`} title={tenant.name}>
      <span className={classes.code}><span className={`${classes.stripe} ${classes[`pattern${stripeOf(tenant.slug)}`] ?? ''}`} aria-hidden="true" />{tenant.code}</span>
      {full ? <span>{tenant.name}</span> : <span className="only-read-aloud">{tenant.name}</span>}
    </span>
  );
}
