using System.Text;
using Superposition.Booleans;
using Superposition.Cli.Runs;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Cli.Commands;

/// <summary>The task of a network, as a command is told it: whole, or its functions alone.</summary>
/// <param name="Targets">What is computed.</param>
/// <param name="Inputs">How inputs are drawn; null where only functions are given.</param>
/// <param name="Encoding">Φ; null where there is none.</param>
/// <param name="Features">m, where the functions say it (a circuit); otherwise null.</param>
internal sealed record GivenTask(TargetsSpec Targets, InputsSpec? Inputs = null, EncodingSpec? Encoding = null, int? Features = null);

/// <summary>Reads what names a task: a word, JSON, or a file with JSON or a circuit.</summary>
internal static class TaskText
{
    /// <summary>What can be given, for helps.</summary>
    public const string Forms =
        "pairs, identity or relu; a circuit file (BLIF, AIGER, or lines such as \"y = xor x0 x1\"); or a task in JSON, in a file or as "
        + "it stands";

    private const string Expected = "a circuit, or a task in JSON";

    /// <summary>Reads a task from a word such as "pairs", from JSON, or from a file.</summary>
    /// <param name="text">The word, the JSON or the path.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CallerException">There is no such file.</exception>
    /// <exception cref="SpecException">The JSON is no task.</exception>
    /// <exception cref="CircuitFormatException">The file is no circuit.</exception>
    public static GivenTask Read(string text, CancellationToken cancellation)
    {
        switch (text)
        {
            case "pairs":
                return new GivenTask(new PairsSpec());
            case "identity":
                return new GivenTask(new IdentitySpec());
            case "relu":
                return new GivenTask(new ReluSpec());
        }

        if (text.TrimStart().StartsWith('{'))
        {
            return Parsed(text, "--task", folder: "");
        }

        if (text.Length == 0 || (!text.Contains('.') && !text.Contains('/') && !File.Exists(text)))
        {
            string[] words = ["pairs", "identity", "relu"];
            throw new CallerException($"--task is \"{text}\", expected {Forms}{Spelling.Hint(text, words)}");
        }

        var bytes = TextFile.ReadBytes(text, Expected);
        if (Encoding.UTF8.GetString(
            bytes, 0, Math.Min(bytes.Length, 1 << 12)).TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['{' or '/', ..])
        {
            return Parsed(TextFile.Read(text, "a task in JSON"), text, Path.GetDirectoryName(text) ?? "");
        }

        var circuit = CircuitFormats.ToText(bytes, text, cancellation);
        var read = CircuitFormats.Parse(circuit, text, cancellation);
        return new GivenTask(new CircuitSpec { File = Path.GetFileName(text), Text = circuit }, Features: read.Features);
    }

    private static GivenTask Parsed(string text, string name, string folder)
    {
        var task = TaskSpec.Parse(text, name, file => TextFile.ReadBytes(Path.Combine(folder, file), $"what {name} says it is"));
        return new GivenTask(task.Targets, task.Inputs, task.Encoding);
    }
}
