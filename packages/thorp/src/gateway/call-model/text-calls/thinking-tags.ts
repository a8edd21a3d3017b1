/** The marks by which models set off their thoughts inside their text. */

/** A mark before a thought, and the marks that can end it. */
export interface ThinkingTag {
  readonly open: string;
  readonly close: readonly string[];
}

/** Of all model families that are known to write thoughts into their text. */
export const THINKING_TAGS: readonly ThinkingTag[] = [
  { open: "<think>", close: ["</think>"] },
  { open: "<thinking>", close: ["</thinking>"] },
  { open: "<thought>", close: ["</thought>"] },
  { open: "<scratch_pad>", close: ["</scratch_pad>"] },
  { open: "<seed:think>", close: ["</seed:think>"] },
  { open: "[THINK]", close: ["[/THINK]"] },
  { open: "◁think▷", close: ["◁/think▷"] },
  { open: "<|START_THINKING|>", close: ["<|END_THINKING|>"] },
  {
    open: "<|channel|>analysis<|message|>",
    close: ["<|end|>", "<|channel|>final<|message|>", "<|start|>assistant", "<|return|>"],
  },
];

/** Closings that stand alone when the prompt's template has opened the thought already. */
export const LONE_CLOSINGS = ["</think>", "</thinking>", "[/THINK]", "◁/think▷"] as const;

/** Marks of the template around an answer; they say nothing. */
export const TEMPLATE_MARKS = [
  "<|start|>assistant<|channel|>final<|message|>",
  "<|channel|>final<|message|>",
  "<|return|>",
  "<|im_end|>",
  "<|im_start|>",
  "<|eot_id|>",
  "<|eom_id|>",
  "<|end_of_text|>",
  "<|endoftext|>",
  "<|end|>",
  "<end_of_turn>",
  "<|START_RESPONSE|>",
  "<|END_RESPONSE|>",
] as const;
