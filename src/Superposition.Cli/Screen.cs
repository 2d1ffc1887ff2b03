using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;
using Superposition.Specs;

namespace Superposition.Cli;

/// <summary>Where a command's words go: results to standard output, complaints (and, beside JSON, progress) to standard error.</summary>
internal sealed class Screen
{
    // A pipe has no width; wide enough for every table here.
    private const int WidthOfPipes = 160;
    private const int LeastWidth = 80;

    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly IAnsiConsole results;
    private readonly IAnsiConsole errors;

    public Screen(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
    {
        this.output = output;
        this.error = error;
        results = Open(output, outputIsTerminal);
        errors = Open(error, errorIsTerminal);
    }

    /// <summary>Writes a sentence to standard error.</summary>
    public void Warn(string sentence) => error.WriteLine(VisibleText.OneLine(sentence));

    /// <summary>Writes a line of a result.</summary>
    public void Line(string text = "") => output.WriteLine(VisibleText.Of(text));

    /// <summary>Writes text as it is.</summary>
    public void Text(string text) => output.Write(VisibleText.Of(text));

    /// <summary>Draws a table.</summary>
    public void Draw(Table table) => results.Write(table);

    /// <summary>Writes a result for programs: one JSON value.</summary>
    public void Json<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, SpecJson.Indented));

    /// <summary>Where progress is shown: with the results, unless these are for a program.</summary>
    public IAnsiConsole ForProgress(bool json) => json ? errors : results;

    /// <summary>Does something that takes seconds; a terminal shows that it goes on.</summary>
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
            ? console.Status().Start(Markup.Escape(what), status => work(new NowAndThen(TimeSpan.FromSeconds(0.5), words => status.Status(Markup.Escape(VisibleText.Of(words))))))
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
        // Below that width tables would break numbers in two; the terminal may break lines instead.
        console.Profile.Width = isTerminal ? Math.Max(console.Profile.Width, LeastWidth) : WidthOfPipes;
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
