import { Navigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { ClientCaseNumberDocument } from '../gen/graphql';
import { ErrorPanel, Loading } from '../../shared/page/page-states';

/** Leads from an id, which logs and programs know, to the case by its number, which people know. */
export function CaseByIdPage(): ReactNode {
  const { id = '' } = useParams({ strict: false });
  const [{ data, error }, again] = useQuery({ query: ClientCaseNumberDocument, variables: { id } });
  if (data === undefined) return error === undefined ? <Loading height="50vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  return <Navigate to="/cases/$number" params={{ number: String(data.case.number) }} replace />;
}
