import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { DOCUMENT_LIMITS } from '../request/document-limits';
import { nameRoute } from '../request/request-span';
import { openApiDocument } from './openapi/openapi-document';
import { problem, PROBLEM_TYPE, type Problem } from './problem';
import { RestRoutes } from './rest-routes';
import { RestSurface } from './rest-surface';

const SURFACE = /^\/v1(?:\/|\?|$)/;
const JSON_TYPE = /^application\/json(\s*;\s*charset=utf-8)?$/i;
export const OPENAPI_PATH = '/v1/openapi.json';

/** The door of the partner surface: everything under `/v1` is answered here, and nothing else. Its answers are JSON, problems or files, never pages. */
@Injectable()
export class RestDoor implements NestMiddleware {
  private readonly routes: RestRoutes;
  private readonly description: Buffer;

  constructor(private readonly surface: RestSurface) {
    this.routes = new RestRoutes(surface.operations);
    this.description = Buffer.from(JSON.stringify(openApiDocument(surface.operations)));
  }

  use(req: Request, res: Response, next: NextFunction): void {
    res.removeHeader('x-powered-by');
    if (!SURFACE.test(req.originalUrl)) return next();
    res.set({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'", 'referrer-policy': 'no-referrer' });
    this.handle(req, res).catch(() => refuse(res, problem(400, 'request.broken_off', 'The request ended before its body did.')));
  }

  private async handle(req: Request, res: Response): Promise<void> {
    const [path, query] = splitAtFirst(req.originalUrl, '?');
    if (path === OPENAPI_PATH) return req.method === 'GET' ? send(res, 200, { 'content-type': 'application/json' }, this.description) : notAllowed(res, ['GET']);
    const found = this.routes.find(path);
    if (found === undefined) return refuse(res, problem(404, 'path.not_found', 'There is no such path.'));
    const operation = found.byMethod.get(req.method);
    if (operation === undefined) return notAllowed(res, [...found.byMethod.keys()]);
    nameRoute(req.method, operation.place.path);
    const fault = bodyFault(req);
    if (fault !== undefined) return refuse(res, fault);
    const body = req.method === 'POST' ? await textOf(req) : undefined;
    const answer = await this.surface.answer(req, { operation, path: found.texts, query: new URLSearchParams(query), body, idempotencyKey: req.get('idempotency-key') });
    return 'problem' in answer ? refuse(res, answer.problem, answer.retryAfterSec) : send(res, answer.status, answer.headers, answer.body);
  }
}

/** What is wrong with a request's body before a byte of it is read. */
function bodyFault({ method, headers }: Request): Problem | undefined {
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (method === 'GET') {
    const isEmpty = headers['transfer-encoding'] === undefined && (headers['content-length'] === undefined || length === 0);
    return isEmpty ? undefined : problem(400, 'body.unexpected', 'A GET has no body.');
  }
  if (!JSON_TYPE.test(headers['content-type'] ?? '') || headers['content-encoding'] !== undefined) return problem(415, 'body.media_type', 'Send application/json, not encoded.');
  if (!Number.isInteger(length)) return problem(411, 'body.length_missing', 'State the Content-Length.');
  return length > DOCUMENT_LIMITS.bytes ? problem(413, 'body.too_large', 'The request is too large.') : undefined;
}

/** Reads as many bytes as were announced: Node's parser ends the body there. */
async function textOf(req: Request): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function notAllowed(res: Response, methods: readonly string[]): void {
  res.set('allow', methods.join(', '));
  refuse(res, problem(405, 'method.not_allowed', 'This path does not answer to that method.'));
}

function refuse(res: Response, refused: Problem, retryAfterSec?: number): void {
  const headers = {
    'content-type': PROBLEM_TYPE,
    ...(refused.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(retryAfterSec === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSec)) }),
  };
  send(res, refused.status, headers, Buffer.from(JSON.stringify(refused)));
}

function send(res: Response, status: number, headers: Readonly<Record<string, string>>, body: Buffer): void {
  res.writeHead(status, { ...headers, 'content-length': body.length });
  res.end(body);
}

function splitAtFirst(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
