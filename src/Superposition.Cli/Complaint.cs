using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Measurement;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Cli;

/// <summary>Turns whatever went wrong into one sentence on standard error and an exit code. A stack trace is shown only on request.</summary>
internal static class Complaint
{
    private const string DebugVariable = "SUPERPOSITION_DEBUG";

    /// <summary>Complains about an exception.</summary>
    /// <returns>The exit code.</returns>
    public static int About(Exception e, TextWriter error)
    {
        var (code, sentence) = e switch
        {
            OperationCanceledException => (ExitCode.Interrupted, "Interrupted."),
            CallerException or SpecException or NetworkFileException or ConstructionFailedException or CircuitFormatException => (ExitCode.WrongInput, e.Message),
            NotFiniteException => (ExitCode.WrongInput, $"{e.Message.TrimEnd('.')}: the numbers of the network are finite, but too large to compute with, expected smaller ones."),
            _ when e is OutOfMemoryException || e.Message.Contains("can't allocate memory", StringComparison.Ordinal) => (ExitCode.Failed, "There is not enough memory for this: expected a smaller network or fewer workers."),
            IOException or UnauthorizedAccessException => (ExitCode.Failed, $"{e.Message.TrimEnd('.', ' ')}."),
            _ => (ExitCode.Failed, $"This should not have happened ({FirstLine(e)}); with {DebugVariable}=1 the program shows where."),
        };
        error.WriteLine(VisibleText.OneLine(sentence));
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.WriteLine(e);
        }

        return code;
    }

    /// <summary>An exception in a few words. Native libraries put their own stack into the message, below its first line.</summary>
    public static string FirstLine(Exception e) => $"{e.GetType().Name}: {e.Message.Trim().Split('\n')[0].TrimEnd('.', ' ', '\r')}";
}
