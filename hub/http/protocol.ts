import type { FastifyInstance, FastifySchemaCompiler, RawServerBase } from 'fastify';
import type { TSchema } from 'typebox';
import { errorStatus, type Problem, textValidatorOf, validatorOf } from '../../protocol/index.ts';
import { problemOf, Refusal } from './problems.ts';

const compile: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const fromText = httpPart === 'params' || httpPart === 'querystring';
  const validate = fromText ? textValidatorOf(schema) : validatorOf(schema);
  return (value) => {
    const result = validate(value);
    return result.ok ? { value: result.value } : { error: new Refusal(result.error) };
  };
};

/**
 * Makes a Fastify instance speak as the rest of the project: bodies and parameters are validated by the
 * protocol's validator, whose refusals name the field; every error answers as `ApiProblem`.
 */
export function useProtocol<Server extends RawServerBase>(server: FastifyInstance<Server>): void {
  server.setValidatorCompiler(compile);
  // Answers are built from typed values; a second pass over every answer would only cost time.
  server.setSerializerCompiler(() => (value) => JSON.stringify(value));
  server.setErrorHandler((error, request, reply) => {
    const expected = problemOf(error);
    if (!expected) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    const problem = expected ?? unexpected;
    return reply.code(errorStatus[problem.code]).type('application/json').send({ error: problem });
  });
}

const unexpected: Problem = { code: 'internal', message: 'the hub failed; its log says more' };
