using System.Diagnostics;

namespace Athens.Sync.EndToEnd.Running;

/// <summary>Starts this program again.</summary>
public static class Itself
{
    public static ProcessStartInfo With(IEnumerable<string> args) => new("dotnet", ["exec", typeof(Itself).Assembly.Location, .. args]);
}
