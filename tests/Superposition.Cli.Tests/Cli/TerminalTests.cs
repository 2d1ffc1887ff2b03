using System.Text.RegularExpressions;
using Superposition.Cli;
using Superposition.Cli.Errors;
using Superposition.Measurement;

namespace Superposition.Tests.Cli;

/// <summary>What a person sees on a terminal of 80 columns.</summary>
public partial class TerminalTests
{
    private const int Columns = 80;

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("  one two three", 9, "  one two|  three")]
    [InlineData("a construction-that-is-long b", 8, "a|construction-that-is-long|b")]
    [InlineData("one\ntwo three", 5, "one|two|three")]
    [InlineData("short", 80, "short")]
    public void Lines_are_broken_at_spaces(string text, int width, string lines) =>
        Assert.Equal(lines.Replace('|', '\n'), Paragraph.Wrap(text, width));

    [Fact]
    public void A_broken_command_is_still_one_command() =>
        Assert.Equal("superposition construct \\\n    sign -m 8 -s 2", Paragraph.ShellLine("superposition construct sign -m 8 -s 2", 26));

    [Theory]
    [InlineData("construct superposed-projection -m 12 -s 2 -d 60 --input-dimension 30")]
    [InlineData("verify code-hashes-32-3 --explain")]
    [InlineData("measure no/such/folder/whose/name/is/rather/long/and/needs/more/than/one/line.safetensors")]
    [InlineData("construct sign --help")]
    [InlineData("help measure")]
    [InlineData("zoo")]
    public async Task No_word_is_broken_at_80_columns(string line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        await Program.Run(line.Split(' '), output, error, outputIsTerminal: true, errorIsTerminal: true);
        var piped = await CommandLine.Run(line.Split(' '));
        var words = (piped.Output + piped.Error).Split(
            (char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var lines =
            Escape().Replace(output.ToString() + error, "").Split((char[])['\n', '\r']).Where(text => !Status().IsMatch(text)).ToArray();
        Assert.All(lines, text => Assert.True(text.TrimEnd().Length <= Columns || text.Trim().Split(' ').Length == 1, text));
        Assert.All(
            lines.Where(text => !Time().IsMatch(text))
            .SelectMany(text => text.Split((char[])[' ', '\r'], StringSplitOptions.RemoveEmptyEntries)), word =>
            Assert.True(word == "\\" || word.All(c => c == '─') || words.Contains(word), word));
    }

    [Theory]
    [InlineData(
        0.2, 0.05,
        "is below ¼ on all inputs, and the network is better than answering 0 (RMS 0.0500 against 0.1000, ε 0.2000 against 1.0000)")]
    [InlineData(0.25, 0.05, "is at ¼ on all inputs, and the network is better than")]
    [InlineData(
        0.6, 0.2,
        "is above ¼ on all inputs, and the network is better than answering 0 at its worst (ε 0.6000 against 1.0000) but not on average "
        + "(RMS 0.2000 against 0.1000)")]
    [InlineData(1.5, 0.05, "on average (RMS 0.0500 against 0.1000) but not at its worst (ε 1.5000 against 1.0000)")]
    [InlineData(1.5, 0.2, "is above ¼ on all inputs, and the network is no better than answering 0")]
    [InlineData(double.NaN, 0.01, "some of its errors are not finite")]
    public void The_verdict_says_on_which_side_a_network_stands(double epsilon, double rms, string words) =>
        Assert.Contains(
            words,
            ErrorVerdict.Of([new("as it is", Errors(epsilon, rms)), new(MeasuredNetwork.Zero, Errors(1, 0.1)),
                new(MeasuredNetwork.LinearMinimax, Errors(0.25, 0.25))]),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0.3, "below ½")]
    [InlineData(0.6, "above ½")]
    public void Outputs_that_no_affine_map_gives_with_a_quarter_are_judged_at_one_half(double epsilon, string words) =>
        Assert.Contains(
            words, ErrorVerdict.Of([new("as it is", Errors(epsilon, 0.1)), new(MeasuredNetwork.Zero, Errors(1, 0.2))]),
            StringComparison.Ordinal);

    [Fact]
    public async Task Measure_and_construct_end_with_a_verdict()
    {
        using var folder = new TemporaryFolder();
        foreach (var args in (string[][])[["construct", "subset", "-m", "8", "-s", "2", "-d", "64", "--out", folder["network"]],
            ["measure", folder["network"]]])
        {
            Assert.StartsWith(
                "Verdict: ε = ", (await CommandLine.Run(args)).IsDone().Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        }
    }

    private static ErrorReport Errors(double epsilon, double rms) => new(10, AllInputs: true, "all", epsilon, rms, []);

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();

    // The wheel that turns while something is computed.
    [GeneratedRegex(@"[\u2800-\u28FF]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Status();

    [GeneratedRegex(@"\d (s|min)\.?$|measured from", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();
}
