/**
 * What the same job costs on other frameworks, measured with the same script on a quiet machine of the same size in
 * November 2026: ai 7.0, @openai/agents 0.20, LangGraph 1.4, @mastra/core 1.71 on Node 24.
 */
export const peerFigures = {
  cpu: "AI SDK provider layer 1.8-3.1, ai 3.0-4.3, openai-agents 3.3-3.7, LangGraph 10.6, Mastra 12",
  cpuDurable: "Mastra with libsql 14, VoltAgent with libsql 16",
  runsPerSecond: "ai 65-112, openai-agents 86-89, LangGraph 25, Mastra 21",
  oneRun: "98-99 %",
  crowd: "ai 1.4-1.7, openai-agents 1.8-2.0, LangGraph 3.3, Mastra 4.6",
  memory: "openai-agents + 180 MB, ai + 220 MB, Mastra + 780 MB",
  journal: "Mastra 33 KB, LangGraph 102 KB",
  added: "ai 150, openai-agents 175, Mastra 1050",
  coldStart: "ai script 290-570 ms, LangGraph 870 ms, Mastra 1000 ms",
} as const;
