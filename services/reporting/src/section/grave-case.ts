import { verdictGroup } from '@yagura/metrics';
import type { CaseEntry } from '../report/report-document';

/** A case that a manager must know: open with high severity, or a confirmed attack. */
export const isGrave = ({ isOpen, severity, verdict }: CaseEntry): boolean =>
  (isOpen && (severity === 'critical' || severity === 'high')) || (verdict !== null && verdictGroup(verdict) === 'true_positive');
