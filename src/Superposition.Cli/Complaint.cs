using System.Text.Json.Nodes;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Measurement;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Cli;

/// <summary>
/// Turns whatever went wrong into one sentence on standard error and an exit code. A stack trace is shown only on request.
/// </summary>
internal static class Complaint
{
    private const string DebugVariable = "SUPERPOSITION_DEBUG";

    /// <summary>Complains about an exception.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="error">Takes the complaint.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="json">Whether the complaint is for a program: then it is a JSON object.</param>
    /// <returns>The exit code.</returns>
    public static int About(Exception e, TextWriter error, int width, bool json)
    {
        var (code, sentence) = e switch
        {
            OperationCanceledException => (ExitCode.Interrupted, "Interrupted."),
            CallerException or SpecException or NetworkFileException or ConstructionFailedException or CircuitFormatException =>
                (ExitCode.WrongInput, e.Message),
            NotFiniteException => (ExitCode.WrongInput,
                $"{e.Message.TrimEnd('.')}: the numbers of the network are finite, but too large to compute with, expected smaller ones."),
            _ when e is OutOfMemoryException || e.Message.Contains("can't allocate memory", StringComparison.Ordinal) =>
                (ExitCode.Failed, "There is not enough memory for this: expected a smaller network or fewer workers."),
            IOException or UnauthorizedAccessException => (ExitCode.Failed, $"{e.Message.TrimEnd('.', ' ')}."),
            _ => (ExitCode.Failed, $"This should not have happened ({FirstLine(e)}); with {DebugVariable}=1 the program shows where."),
        };
        var text = VisibleText.OneLine(sentence);
        error.WriteLine(json
            ? Screen.Versioned(new JsonObject { ["error"] = new JsonObject { ["exitCode"] = code, ["message"] = text } })
            : Paragraph.Wrap(text, width));
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.WriteLine(e);
        }

        return code;
    }

    /// <summary>An exception in a few words. Native libraries put their own stack into the message, below its first line.</summary>
    public static string FirstLine(Exception e) => $"{e.GetType().Name}: {e.Message.Trim().Split('\n')[0].TrimEnd('.', ' ', '\r')}";
}
