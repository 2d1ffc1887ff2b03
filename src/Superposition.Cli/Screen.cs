using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spectre.Console.Rendering;
using Superposition.Specs;

namespace Superposition.Cli;

/// <summary>Where a command's words go: results to standard output, complaints (and, next to JSON, progress) to standard error.</summary>
internal sealed class Screen
{
    // A pipe has no width; wide enough for every table here.
    private const int WidthOfPipes = 160;

    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly IAnsiConsole results;
    private readonly IAnsiConsole errors;
    private readonly bool errorIsTerminal;

    /// <summary>The version of what --json writes. It rises when a key changes its meaning or goes.</summary>
    public const int SchemaVersion = 1;

    public Screen(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
    {
        this.output = output;
        this.error = error;
        this.errorIsTerminal = errorIsTerminal;
        results = Open(output, outputIsTerminal);
        errors = Open(error, errorIsTerminal);
        Width = outputIsTerminal ? results.Profile.Width : int.MaxValue;
    }

    /// <summary>Columns of the terminal; no bound where results go to a pipe.</summary>
    public int Width { get; }

    /// <summary>Columns that complaints have.</summary>
    public int WidthOfErrors => errorIsTerminal ? errors.Profile.Width : int.MaxValue;

    /// <summary>Writes a sentence to standard error.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="command">
    /// A command to type next, which ends the sentence; on a terminal it has a line of its own, unbroken, to be copied.
    /// </param>
    public void Warn(string sentence, string? command = null)
    {
        var text = VisibleText.OneLine(sentence);
        var next = command is null ? "" : VisibleText.OneLine(command);
        error.WriteLine(
            !errorIsTerminal ? $"{text} {next}".TrimEnd() : Paragraph.Wrap(text, WidthOfErrors) + (next.Length == 0 ? "" : $"\n  {next}"));
    }

    /// <summary>Writes a line of a result; on a terminal, as many as it takes.</summary>
    public void Line(string text = "") => output.WriteLine(Paragraph.Wrap(VisibleText.Of(text), Width));

    /// <summary>Writes text as it is.</summary>
    public void Text(string text) => output.Write(VisibleText.Of(text));

    /// <summary>Prints a table, its columns fitted to the width of the terminal.</summary>
    public void Draw(Table table)
    {
        var width = results.Profile.Width;
        results.Profile.Width = TableWidths.Fit(table, RenderOptions.Create(results), width);
        results.Write(new TrimmedLines(table));
        results.Profile.Width = width;
    }

    /// <summary>Writes a result for programs: one JSON object, whose first key is the version of its form.</summary>
    public void Json<T>(T value) => output.WriteLine(Versioned(JsonSerializer.SerializeToNode(value, SpecJson.Indented)!.AsObject()));

    /// <summary>Writes a list for programs: an object with the list under its name.</summary>
    public void Json<T>(string name, IEnumerable<T> values) =>
        output.WriteLine(Versioned(new JsonObject { [name] = JsonSerializer.SerializeToNode(values, SpecJson.Indented) }));

    /// <summary>An object for programs as text.</summary>
    public static string Versioned(JsonObject value)
    {
        value.Insert(0, "schemaVersion", SchemaVersion);
        return value.ToJsonString(SpecJson.Indented);
    }

    /// <summary>Where progress is shown: with the results, unless these are for a program.</summary>
    public IAnsiConsole ForProgress(bool json) => json ? errors : results;

    /// <summary>Does something that takes seconds; a terminal shows that it is at work.</summary>
    public T Working<T>(string what, bool json, Func<T> work)
    {
        var console = ForProgress(json);
        return console.Profile.Capabilities.Interactive ? console.Status().Start(Markup.Escape(what), _ => work()) : work();
    }

    /// <summary>Does something that takes minutes: a terminal shows how far it is, a pipe gets a line now and then.</summary>
    public T Working<T>(string what, bool json, Func<IProgress<string>, T> work)
    {
        var console = ForProgress(json);
        return console.Profile.Capabilities.Interactive
            ? console.Status().Start(Markup.Escape(what), status =>
                work(new NowAndThen(TimeSpan.FromSeconds(0.5), words => status.Status(Markup.Escape(VisibleText.Of(words))))))
            : work(new NowAndThen(TimeSpan.FromMinutes(1), words =>
            {
                console.Profile.Out.Writer.WriteLine(VisibleText.Of(words));
                console.Profile.Out.Writer.Flush();
            }));
    }

    private static IAnsiConsole Open(TextWriter writer, bool isTerminal)
    {
        var hasColour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var moves = isTerminal && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = moves ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColour && moves ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = moves ? InteractionSupport.Yes : InteractionSupport.No,
        });
        console.Profile.Width = isTerminal ? console.Profile.Width : WidthOfPipes;
        return console;
    }

    /// <summary>Passes words on, but not more often than some time.</summary>
    private sealed class NowAndThen(TimeSpan pause, Action<string> say) : IProgress<string>
    {
        private readonly Lock order = new();
        private long said = Stopwatch.GetTimestamp();

        public void Report(string value)
        {
            lock (order)
            {
                if (Stopwatch.GetElapsedTime(said) >= pause)
                {
                    said = Stopwatch.GetTimestamp();
                    say(value);
                }
            }
        }
    }
}
