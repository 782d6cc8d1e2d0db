using System.Runtime.InteropServices;
using Athens.Sync.EndToEnd.Cases;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Athens.Sync.EndToEnd.Serving;

switch (args.FirstOrDefault())
{
    case ServerArguments.Verb:
        await BenchServer.RunAsync(ServerArguments.Read(args));
        return 0;
    case DeviceArguments.Verb:
        DeviceArguments arguments = DeviceArguments.Read(args);
        using (var bench = new Bench(arguments))
            await Case.Named([arguments.Case]).Single(found => found.Name == arguments.Case).RunAsync(bench);
        return 0;
    case Report.Verb:
        Report.Write(args[1], args[2]);
        return 0;
    default:
        using (var run = new WholeRun(RunOptions.Read(args)))
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => run.Dispose()))
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => run.Dispose()))
            return await run.RunAsync() ? 0 : 1;
}
