/**
 * The control tokens of chat templates, where somebody wrote them into a text.
 *
 * Several servers read them in what a message says as well, and would take a page's words for a new turn of the person
 * or of the team. A space behind the first letter makes plain text of them that people still read as what it was.
 */

/** ChatML, Llama 2 to 4, Mistral, Gemma, Phi, DeepSeek, Harmony, Command. */
const TOKENS =
  /<\|[\w-]{1,60}\|>|<\uff5c[^\uff5c<>\s]{1,60}\uff5c>|<\/?s>|<(?:bos|eos|pad|unk|(?:start|end)_of_turn|(?:start|end)_of_image)>|\[\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS|TOOL_CONTENT|CALL_ID|ARGS|THINK|PREFIX|SUFFIX|MIDDLE|IMG(?:_BREAK|_END)?)\]|<<\/?SYS>>/g;

/** The text with every such token broken up. */
export function withoutChatTokens(text: string): string {
  return text.replace(TOKENS, (token) => `${token.slice(0, 1)} ${token.slice(1)}`);
}
