/** Keys of other services, as far as they are ever shown: never the secret itself. Times are milliseconds since 1970. */
import { z } from "zod";

/** `user`: only for calls of that user. `team`: only for calls of that team. A user's comes before a team's. */
export const credentialNameSchema = z.strictObject({
  of: z.enum(["everyone", "team", "user"]).default("everyone"),
  /** Name of the team or id of the user; empty for everyone. */
  name: z.string().max(200).default(""),
  variable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,63}$/, "must be the name of a variable, such as OPENROUTER_API_KEY")
    .describe("The variable that would hold it in the environment, which comes before it."),
});
/** What names a credential. */
export type CredentialName = z.infer<typeof credentialNameSchema>;

export const credentialSchema = z
  .object({
    ...credentialNameSchema.shape,
    kind: z.enum(["secret", "oauth"]),
    /** The last four characters of a secret that is long enough to show them. */
    ending: z.string(),
    setAt: z.number(),
    /** Of an OAuth token that is renewed then. */
    expiresAt: z.number().optional(),
  })
  .meta({ id: "Credential", description: "A key of another service, without the key." });
/** Never the secret. */
export type Credential = z.infer<typeof credentialSchema>;

const url = z.url({ protocol: /^https?$/ }).max(2000);

export const oauthRequestSchema = z
  .strictObject({
    of: credentialNameSchema.shape.of,
    name: credentialNameSchema.shape.name,
    authorizeUrl: url,
    tokenUrl: url,
    clientId: z.string().min(1).max(500),
    clientSecret: z.string().max(500).optional(),
    scopes: z.array(z.string().max(200)).max(50).default([]),
  })
  .meta({ id: "OAuthRequest", description: "Where and as whom to ask for a token." });
/** The code flow with PKCE. */
export type OAuthRequest = z.infer<typeof oauthRequestSchema>;
