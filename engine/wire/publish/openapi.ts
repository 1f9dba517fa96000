import type { z } from 'zod';
import type { RouteDeclaration, RouteTable } from '../declaration.ts';
import { httpError } from '../error.ts';
import { HUB_ROUTES } from '../hub/routes.ts';
import { SYMBOL_ROUTES } from '../symbol/routes.ts';
import { type JsonSchema, jsonSchema } from './json-schema.ts';

/** OpenAPI 3.1 documents of the two servers, from the declarations. */
export function openApi(server: 'hub' | 'symbol', version: string): JsonSchema {
  const table: RouteTable = server === 'hub' ? HUB_ROUTES : SYMBOL_ROUTES;
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(table)) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: server === 'hub' ? 'Pitwall hub' : 'Pitwall symbol server',
      version,
      description:
        server === 'hub'
          ? 'The combined account: documents 001 to 004. Symbol servers are relayed under /symbols/{id}.'
          : 'One strategy on one contract: document 000. On a loopback port everything that only reads is open.',
    },
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: "The owner's token, a log-in's JWT, or a device's token.",
        },
        page: {
          type: 'http',
          scheme: 'dpop',
          description: "A token of the cockpit's page, bound to a key: each call carries a proof (RFC 9449).",
        },
      },
      schemas: { Error: jsonSchema(httpError, 'out') },
    },
    paths,
  };
}

function operation(name: string, route: RouteDeclaration): JsonSchema {
  const body = jsonSchema(route.body, 'in');
  const takesBody = route.method !== 'GET' && (route.takes === 'bytes' || Object.keys(body).length > 0);
  const content =
    route.takes === 'bytes' ? { 'application/octet-stream': {} } : { 'application/json': { schema: body } };
  return {
    operationId: name,
    summary: route.doc,
    tags: [...route.from],
    'x-access': route.access,
    'x-limit': route.limit,
    security: route.access === 'open' ? [] : [{ token: [] }, { page: [] }],
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(takesBody ? { requestBody: { content } } : {}),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: jsonSchema(route.reply, 'out') } } },
      default: {
        description: 'Refused.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function parameters(schema: z.ZodType, place: 'path' | 'query'): JsonSchema[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'in') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: of,
  }));
}
