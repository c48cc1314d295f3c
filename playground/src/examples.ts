// Configurations to start from.
import access from "../../fixtures/access/surprises.yml";
import applications from "../../fixtures/bad/applications.yml";
import mailcow from "../../fixtures/bad/client-secret-basic.yml";
import mailcowAtOnce from "../../fixtures/bad/mailcow.yml";
import older from "../../fixtures/bad/older-options.yml";

export const EXAMPLES: { title: string; text: string }[] = [
  { title: "Mailcow: the login fails", text: mailcow },
  { title: "Mailcow: everything at once", text: mailcowAtOnce },
  { title: "Several applications", text: applications },
  { title: "Access control with surprises", text: access },
  { title: "Options of earlier versions", text: older },
  { title: "Empty", text: "" },
];
