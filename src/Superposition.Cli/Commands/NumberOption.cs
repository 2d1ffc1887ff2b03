using System.CommandLine;
using System.Globalization;

namespace Superposition.Cli.Commands;

/// <summary>Options that take a number and say what they expect.</summary>
internal static class NumberOption
{
    /// <summary>A whole number in a range.</summary>
    public static Option<int?> Whole(string name, string letter, string description, int least, int most) =>
        Make<int?>(
            name, letter, description, $"a whole number between {least:N0} and {most:N0}",
            text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most ? number : null);

    /// <summary>m, the number of features: --features or -m.</summary>
    public static Option<int?> Features(string description, int least, int most) =>
        Aliased(Whole("--features", "m", description, least, most), "-m");

    /// <summary>s, the number of active features: --active or -s.</summary>
    public static Option<int?> Active(string description, int most) => Aliased(Whole("--active", "s", description, 1, most), "-s");

    /// <summary>d, the number of ReLUs: --neurons or -d.</summary>
    public static Option<int?> Neurons(string description, int most) => Aliased(Whole("--neurons", "d", description, 1, most), Width);

    /// <summary>The short form of --neurons.</summary>
    public const string Width = "-d";

    /// <summary>Cells computed side by side.</summary>
    public static Option<int?> Workers() =>
        Whole("--workers", "N", "Cells computed side by side; changes nothing but the time (default: one a processor).", 1, 1024);

    /// <summary>An option for a time in seconds, 0 to 86,400.</summary>
    public static Option<double?> Seconds(string name, string description) => Number(
        name, "SECONDS", description, "a number of seconds between 0 and 86,400", number => number is >= 0 and <= 86_400);

    /// <summary>A probability strictly between 0 and 1.</summary>
    public static Option<double?> Probability(string name, string letter, string description) =>
        Number(name, letter, description, "a number between 0 and 1, both excluded", number => number is > 0 and < 1);

    /// <summary>An option for a number above 0 and at most a given one.</summary>
    public static Option<double?> Positive(string name, string letter, string description, double most) =>
        Number(name, letter, description, $"a number above 0 and at most {most}", number => number > 0 && number <= most);

    /// <summary>The option <c>--seed</c>, a whole number of 64 bits from 0.</summary>
    public static Option<ulong?> Seed(string description) =>
        Make<ulong?>("--seed", "N", description, $"a whole number between 0 and {ulong.MaxValue:N0}", text =>
            ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);

    /// <summary>How many inputs to measure on: a number, or all.</summary>
    public static Option<int?> Inputs(int usual) =>
        Make<int?>(
            "--inputs", "all|N",
            $"Inputs to measure on: all of them when there are no more than N, otherwise N drawn ones (default: {usual:N0}).",
            $"\"all\" or a whole number between 1 and {MaxInputs:N0}",
            text => AllOrUpTo(MaxInputs, text));

    /// <summary>How many inputs a training step takes: a number, or all of them (<see cref="int.MaxValue"/>).</summary>
    public static Option<int?> Batch(int usual) =>
        Make<int?>(
            "--batch", "all|n", $"Inputs a step, drawn afresh, or every input (default: {usual}).",
            $"\"all\" or a whole number between 1 and {MaxBatch:N0}", text => AllOrUpTo(MaxBatch, text));

    /// <summary>Reads "all" as <see cref="int.MaxValue"/>, a whole number in the range as itself, and nothing else.</summary>
    private static int? AllOrUpTo(int most, string text) => text == "all" ? int.MaxValue
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : null;

    private const int MaxBatch = 1_000_000;
    private const int MaxInputs = 100_000_000;

    private static Option<int?> Aliased(Option<int?> option, string alias)
    {
        option.Aliases.Add(alias);
        return option;
    }

    private static Option<double?> Number(string name, string letter, string description, string expected, Func<double, bool> fits) =>
        Make<double?>(name, letter, description, expected, text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && fits(number) ? number : null);

    private static Option<T?> Make<T>(string name, string letter, string description, string expected, Func<string, T?> parse) => new(name)
    {
        Description = description,
        HelpName = letter,
        CustomParser = result =>
        {
            var number = parse(result.Tokens[0].Value);
            if (number is null)
            {
                result.AddError($"{name} is \"{result.Tokens[0].Value}\", expected {expected}.");
            }

            return number;
        },
    };
}
