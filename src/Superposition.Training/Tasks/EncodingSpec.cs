using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Representation;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Tasks;

/// <summary>
/// Φ: the directions of the features in the state that the first layer reads. A new kind is one record and one line here.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RandomEncodingSpec), "random")]
[JsonDerivedType(typeof(LearnedEncodingSpec), "learned")]
[JsonDerivedType(typeof(GivenEncodingSpec), "given")]
public abstract record EncodingSpec
{
    /// <summary>Whether training changes Φ.</summary>
    [JsonIgnore]
    public virtual bool IsLearned => false;

    /// <summary>
    /// ν, the standard deviation of Gaussian noise on every coordinate of the state Φb, in training, fitting and measurement alike; none
    /// when left out.
    /// </summary>
    [Description("ν, the standard deviation of Gaussian noise on every coordinate of the state Φb, in training, fitting and measurement "
        + "alike; none when left out."), JsonPropertyOrder(1)]
    public double? Noise { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    public virtual IEnumerable<SpecProblem> Problems(string path, int features) =>
        SpecRules.Between($"{path}.noise", Noise ?? 0, 0.0, 100.0);

    /// <summary>The same with the text of the file that is named in it.</summary>
    public virtual EncodingSpec WithFiles(Func<string, byte[]> read) => this;

    /// <summary>Φ at the start, shape [d0, m].</summary>
    public abstract Tensor Draw(int features, Seed seed);
}

/// <summary>Random directions, drawn with the seed.</summary>
public abstract record DrawnEncodingSpec : EncodingSpec
{
    /// <summary>d0, the dimension of the state that holds all features.</summary>
    [Description("d0, the dimension of the state that holds all features.")]
    public required int Dimension { get; init; }

    /// <summary>The law that directions are drawn from.</summary>
    [Description(
        "gaussian, signs, or low-coherence (the default): Gaussian directions, turned until their largest overlap is as small as it gets.")]
    public EncodingKind Directions { get; init; } = EncodingKind.LowCoherence;

    /// <summary>The name that directions are drawn by.</summary>
    [Description("The name that directions are drawn by, at every seed; the seed alone when left out.")]
    public string? DrawnAs { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, int features) =>
        [.. base.Problems(path, features), .. SpecRules.Between($"{path}.dimension", Dimension, 1, 32_768)];

    /// <inheritdoc/>
    public override Tensor Draw(int features, Seed seed) =>
        FeatureEncodings.Draw(new EncodingSize(Directions, Dimension), features, DrawnAs is { } name ? seed.For(name) : seed);
}

/// <summary>Random directions that stay.</summary>
[Description("Random directions that training leaves as they are.")]
public sealed record RandomEncodingSpec : DrawnEncodingSpec;

/// <summary>Directions that are trained with everything else.</summary>
[Description("Directions that begin at random and are trained with everything else.")]
public sealed record LearnedEncodingSpec : DrawnEncodingSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsLearned => true;
}

/// <summary>An encoding with directions that the user gives, d0 rows of m numbers.</summary>
[Description("Given directions: CSV with d0 lines of m numbers.")]
public sealed record GivenEncodingSpec : EncodingSpec
{
    /// <summary>The path of the CSV file, relative to the folder of the task's own file; null where the text is given.</summary>
    [Description("The CSV file, from where the task's own file lies.")]
    public string? File { get; init; }

    /// <summary>The CSV itself, d0 lines of m numbers; null until a file has been read.</summary>
    [Description("The CSV itself, in place of a file or as it was read from it.")]
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, int features) =>
        [.. base.Problems(path, features), .. File is null && Text is null
            ? [new SpecProblem(path, "an encoding without numbers", "a file or a text with them")]
            : (SpecProblem[])[]];

    /// <inheritdoc/>
    public override EncodingSpec WithFiles(Func<string, byte[]> read) =>
        File is { } file && Text is null ? this with { Text = Encoding.UTF8.GetString(read(file)) } : this;

    /// <inheritdoc/>
    public override Tensor Draw(int features, Seed seed)
    {
        var name = File ?? "encoding.text";
        var lines = (Text ?? throw new SpecException($"{name}: the file has not been read, expected its text."))
            .Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        var values = new float[lines.Length * features];
        foreach (var (row, line) in lines.Index())
        {
            var words = line.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != features)
            {
                throw new SpecException(FormattableString.Invariant(
                    $"{name}, line {row + 1}: found {words.Length} numbers, expected {features}, one for each feature."));
            }

            for (var i = 0; i < words.Length; i++)
            {
                values[(row * features) + i] =
                    float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                    ? value
                    : throw new SpecException(
                        FormattableString.Invariant($"{name}, line {row + 1}: found {Quotation.Of(words[i])}, expected a finite number."));
            }
        }

        return lines.Length > 0
            ? tensor(values).reshape(lines.Length, features)
            : throw new SpecException($"{name}: found no numbers, expected d0 lines of {features}.");
    }
}
