/** Capabilities that the engine itself knows, beside those that teams and tools make up. */

/** Tests code and says in `data.passed` how that went: who has such a tool does not hand in what fails. */
export const CODE_TESTING = "code-testing";
