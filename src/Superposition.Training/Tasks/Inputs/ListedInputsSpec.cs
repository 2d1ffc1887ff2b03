using System.ComponentModel;
using System.Globalization;
using System.Text;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>Inputs from a list, each as probable as the others.</summary>
[Description("Inputs from a list, each as probable as the others: a file with one input a line, the indices of its active features "
    + "(from 0) separated by spaces or commas; an empty line is the input without active features.")]
public sealed record ListedInputsSpec : InputsSpec
{
    /// <summary>
    /// The path of the file with the list, relative to the folder of the task's own file; null where the text is given.
    /// </summary>
    [Description("The file with the list, from where the task's own file lies.")]
    public string? File { get; init; }

    /// <summary>The list itself, one input a line; null until a file has been read.</summary>
    [Description("The list itself, in place of a file or as it was read from it.")]
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. base.Problems(path), .. File is null && Text is null
            ? [new SpecProblem(path, "a list without inputs", "a file or a text with them")]
            : (SpecProblem[])[]];

    /// <inheritdoc/>
    public override InputsSpec WithFiles(Func<string, byte[]> read) =>
        File is { } file && Text is null ? this with { Text = Encoding.UTF8.GetString(read(file)) } : this;

    /// <inheritdoc/>
    public override InputDistribution Draw(TaskTargets targets, Seed seed)
    {
        var inputs = Parse();
        var most = Math.Max(1, inputs.Max(input => input.Length));
        var space = new SparseInputs(Features, most, Sparsity.AtMost);
        return new PooledInputs(
            space, ActiveSets.Of(inputs), FormattableString.Invariant($"{inputs.Count:N0} listed inputs, {space}"), measured: null, Values);
    }

    private List<int[]> Parse()
    {
        var name = File ?? "inputs.text";
        var lines = (Text ?? throw new SpecException($"{name}: the file has not been read, expected the text of the list."))
            .ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var inputs = new List<int[]>(lines.Length);
        foreach (var (index, line) in lines.Index())
        {
            var words = line.Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var features = new int[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                features[i] = int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out var feature) && feature < Features
                    ? feature
                    : throw new SpecException(string.Create(CultureInfo.InvariantCulture,
                        $"{name}, line {index + 1}: found {Quotation.Of(words[i])}, expected the index of a feature from 0 to "
                        + $"{Features - 1}."));
            }

            Array.Sort(features);
            inputs.Add(features.Distinct().Count() == features.Length ? features
                : throw new SpecException(
                    FormattableString.Invariant($"{name}, line {index + 1}: a feature stands twice, expected each active feature once.")));
        }

        return inputs;
    }
}
