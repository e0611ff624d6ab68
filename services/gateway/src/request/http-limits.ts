import type { NextFunction, Request, Response } from 'express';
import { DOCUMENT_LIMITS } from './document-limits';

const answer = (res: Response, status: number, code: string, message: string): void => {
  res.status(status).set('cache-control', 'no-store').json({ errors: [{ message, extensions: { code } }] });
};

/** Closed doors before anything is read: only POST, only JSON, only bodies of a stated and small size; safe headers on every answer. */
export function httpLimits(req: Request, res: Response, next: NextFunction): void {
  res.set({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'", 'referrer-policy': 'no-referrer' });
  const length = Number(req.headers['content-length']);
  if (req.method !== 'POST') return answer(res.set('allow', 'POST'), 405, 'BAD_USER_INPUT', 'Send GraphQL by POST.');
  if (!/^application\/json(\s*;\s*charset=utf-8)?$/i.test(req.headers['content-type'] ?? '')) return answer(res, 415, 'BAD_USER_INPUT', 'Send application/json.');
  if (!Number.isInteger(length)) return answer(res, 411, 'BAD_USER_INPUT', 'State the Content-Length.');
  if (length > DOCUMENT_LIMITS.bytes) return answer(res, 413, 'BAD_USER_INPUT', 'The request is too large.');
  return next();
}
