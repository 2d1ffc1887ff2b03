using System.CommandLine;
using Superposition.Booleans;

namespace Superposition.Cli.Commands;

/// <summary>
/// Exactly or at most s active features: <c>--sparsity exactly|at-most</c>, with <c>--exactly</c> and <c>--at-most</c> for short.
/// </summary>
/// <param name="usual">What holds when nothing is said.</param>
internal sealed class SparsityOption(string usual)
{
    private readonly Option<Sparsity?> sparsity = new("--sparsity")
    {
        Description = $"Whether inputs have exactly s active features or at most s (default: {usual}).",
        HelpName = "exactly|at-most",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text is not ("exactly" or "at-most"))
            {
                result.AddError($"--sparsity is \"{text}\", expected exactly or at-most.");
            }

            return text == "at-most" ? Sparsity.AtMost : Sparsity.Exactly;
        },
    };

    private readonly Option<bool> exactly = new("--exactly") { Description = "Short for --sparsity exactly." };
    private readonly Option<bool> atMost = new("--at-most") { Description = "Short for --sparsity at-most." };

    /// <summary>The three options, of which one at most may be given.</summary>
    public IEnumerable<Option> All => [sparsity, exactly, atMost];

    /// <summary>What was said, or null.</summary>
    /// <exception cref="CallerException">Two of the options contradict each other.</exception>
    public Sparsity? Value(ParseResult parsed)
    {
        Sparsity[] said =
        [
            .. parsed.GetValue(sparsity) is { } value ? [value] : (Sparsity[])[],
            .. parsed.GetValue(exactly) ? [Sparsity.Exactly] : (Sparsity[])[],
            .. parsed.GetValue(atMost) ? [Sparsity.AtMost] : (Sparsity[])[],
        ];
        return said.Distinct().ToArray() switch
        {
            [] => null,
            [var one] => one,
            _ => throw new CallerException(
                "Inputs are asked for with exactly s and with at most s active features, expected one of --exactly and --at-most."),
        };
    }
}
