using Athens.Ptw.Host.Startup;

return await PtwCommand.RunAsync(args);
