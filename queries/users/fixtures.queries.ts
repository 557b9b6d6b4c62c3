/** Types generated for queries found in "queries/users/fixtures.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'PutFunctionalFixtures' parameters type */
export interface IPutFunctionalFixturesParams {
  actor?: string | null | void;
  now: string;
  people: Json;
  wanted: Json;
}

/** 'PutFunctionalFixtures' return type */
export interface IPutFunctionalFixturesResult {
  organisation_id: string;
}

/** 'PutFunctionalFixtures' query type */
export interface IPutFunctionalFixturesQuery {
  params: IPutFunctionalFixturesParams;
  result: IPutFunctionalFixturesResult;
}

const putFunctionalFixturesIR: any = {"usedParamSet":{"wanted":true,"people":true,"actor":true,"now":true},"params":[{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":38}]},{"name":"people","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":48}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":51,"b":56}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":63}]}],"statement":"select put_functional_fixtures(:wanted!, :people!, :actor, :now!) as \"organisation_id!\""};

/**
 * Query generated from SQL:
 * ```
 * select put_functional_fixtures(:wanted!, :people!, :actor, :now!) as "organisation_id!"
 * ```
 */
export const putFunctionalFixtures = new PreparedQuery<IPutFunctionalFixturesParams,IPutFunctionalFixturesResult>(putFunctionalFixturesIR);


