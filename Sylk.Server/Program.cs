using Sylk.Server.Hosting;

return await ServerCommand.RunAsync(args);
