using System.Globalization;
using System.Text.Json;
using Athens.Sync;
using Spectre.Console;

namespace Athens.Ptw.Host.Demo;

/// <summary>Tells the day to whoever watches: a chapter is a table of who did what and what came of it.</summary>
internal sealed class DemoStory(IAnsiConsole console, TimeProvider clock)
{
    private const int WidthUnlessATerminal = 120;

    private const int NameWidth = 18;
    private const int BordersWidth = 10;

    private Table? chapter;

    /// <summary>A console that has colour on a terminal, and is plain and wide enough where its output goes elsewhere.</summary>
    public static IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthUnlessATerminal;
        return console;
    }

    public void Begin(string title) => console.Write(new Panel($"[bold]{Markup.Escape(title)}[/]").BorderColor(Color.Grey));

    public void Chapter(string title)
    {
        EndChapter();
        chapter = Deeds();
        string time = clock.GetUtcNow().ToString("HH:mm", CultureInfo.InvariantCulture);
        console.Write(new Rule($"[bold]{time}  {Markup.Escape(title)}[/]").LeftJustified());
    }

    public void Tell(string who, string what, string outcome) =>
        chapter!.AddRow(Markup.Escape(who), Markup.Escape(what), Markup.Escape(outcome));

    /// <summary>Shows what a person sees who has to decide.</summary>
    public void Show(SyncConflict conflict)
    {
        EndChapter();
        console.WriteLine($"A conflict. {conflict.Detail}");
        Table table = new Table()
            .AddColumns("field", "both began with", "mine", "the server's")
            .Border(TableBorder.Rounded);
        foreach ((string name, FieldConflict field) in conflict.Fields)
            table.AddRow(Markup.Escape(name), Text(field.Base), Text(field.Client), Text(field.Server));
        console.Write(table);
        chapter = Deeds();
    }

    public void EndChapter()
    {
        if (chapter is { Rows.Count: > 0 })
            console.Write(chapter);
        chapter = null;
    }

    public void Conclude(DemoResult result)
    {
        console.Write(new Rule("[bold]What each holds in the end[/]").LeftJustified());
        console.WriteLine("SHA-256 of the canonical state:");
        foreach (HeldState state in result.Held)
            console.WriteLine($"{state.Digest()}  {state.Holder}");
        console.WriteLine($"Entities: {result.Held[0].Entities.Count}. Merged: {result.Merges}. Conflicts: {result.Conflicts}. Unsettled: {result.Unsettled}.");
        console.WriteLine(result.AreEqual ? "Server and devices hold the same." : "Server and devices do NOT hold the same.");
    }

    /// <summary>The columns are as wide in each chapter, so that the eye finds them.</summary>
    private Table Deeds()
    {
        int half = Math.Max((console.Profile.Width - NameWidth - BordersWidth) / 2, 1);
        return new Table()
            .AddColumn("who", column => column.Width(NameWidth))
            .AddColumn("does what", column => column.Width(half))
            .AddColumn("and what comes of it", column => column.Width(half))
            .Border(TableBorder.Rounded);
    }

    private static string Text(JsonElement? value) => Markup.Escape(value?.ToString() ?? "");
}
