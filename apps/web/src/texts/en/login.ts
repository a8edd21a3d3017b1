export const login = {
  title: "Log in",
  about: "This server knows its users.",
  name: "Name",
  password: "Password",
  logIn: "Log in",
  logOut: "Log out",
  setTitle: "Choose a password",
  setAbout: "Your link works once. With the password you log in from now on.",
  firstAbout: "You are the first: choose a name and a password, and you are the admin.",
  newPassword: "New password",
  passwordHint: "At least 10 characters.",
  set: "Set the password",
};
