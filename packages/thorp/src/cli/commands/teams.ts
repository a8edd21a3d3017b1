/** `thorp teams`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import type { NewTeamOptions } from "../teams/new-team.ts";

/** Options and help; what it does is loaded when it runs. */
export function teamsCommand(context: CommandContext): Command {
  const teams = new Command("teams").description(
    "the teams: who is in them, whether their files are right, and new ones",
  );
  const list = async (options: CommonOptions): Promise<void> => {
    const { listTeams } = await import("../teams/show-teams.ts");
    await listTeams(context, options);
  };
  const listCommand = new Command("list").description("all teams");
  const showCommand = new Command("show")
    .description("the agents of a team, who hands work to whom, their models and tools")
    .argument("<team>", "name or folder of the team");
  const checkCommand = new Command("check")
    .description("all problems of a team's files, with file, line and column")
    .argument("<dir>", "folder of the team, or its name");
  teams.addCommand(addCommonOptions(listCommand, { json: "the list as JSON" }).action(list));
  teams.addCommand(
    addCommonOptions(showCommand, { json: "the team as JSON" }).action(async (name: string, options: CommonOptions) => {
      const { showTeam } = await import("../teams/show-teams.ts");
      await showTeam(context, name, options);
    }),
  );
  teams.addCommand(
    addCommonOptions(checkCommand).action(async (folder: string, options: CommonOptions) => {
      const { checkTeam } = await import("../teams/show-teams.ts");
      await checkTeam(context, folder, options);
    }),
  );
  const newCommand = new Command("new")
    .description("a new team of your own that works at once; in a terminal it asks for what is missing")
    .argument("[name]", "its name and folder: a-z, 0-9 and -")
    .option("--from <team>", "begin with a copy of this team")
    .option("--agents <names>", "begin with these agents, the leading one first: lead,researcher,writer")
    .option("--description <text>", "what the team is good for")
    .option("--dir <dir>", "make it in this folder (default: the first of the setting teamFolders)");
  teams.addCommand(
    addCommonOptions(newCommand, { json: "what was made as JSON; asks nothing" }).action(
      async (name: string | undefined, options: NewTeamOptions) => {
        const { newTeam } = await import("../teams/new-team.ts");
        await newTeam(context, name, { options });
      },
    ),
  );
  return actByDefault(addCommonOptions(teams, { json: "the list as JSON" }), list);
}
