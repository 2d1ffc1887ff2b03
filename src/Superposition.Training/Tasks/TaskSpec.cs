using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>
/// A task as data: a distribution of sparse inputs, the functions to compute of them and, where the network reads a state in superposition,
/// an encoding Φ. The same JSON stands in a study, in the metadata of a network file and behind <c>--task</c>.
/// </summary>
[Description("What is to be computed, and on which inputs.")]
public sealed record TaskSpec
{
    /// <summary>A name for tables and figures; none for a task that stands alone.</summary>
    [Description("A name for tables and figures.")]
    public string? Name { get; init; }

    /// <summary>The distribution that inputs are drawn from.</summary>
    [Description("The inputs: how features become active.")]
    public required InputsSpec Inputs { get; init; }

    /// <summary>The functions that are to be computed of the inputs.</summary>
    [Description("The functions to compute.")]
    public required TargetsSpec Targets { get; init; }

    /// <summary>Φ; null where the first layer reads the features themselves.</summary>
    [Description("Φ, through which the first layer reads the features; left out, it reads the features themselves.")]
    public EncodingSpec? Encoding { get; init; }

    /// <summary>Whether this task has no random part, so that every seed gives the same functions.</summary>
    [JsonIgnore]
    public bool IsFixed => Targets.IsFixed && Encoding is null or GivenEncodingSpec;

    /// <summary>Reads a task from JSON: comments and trailing commas allowed, every key known, files read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What complaints call it, usually the file's name.</param>
    /// <param name="read">Reads a file that the task names, given its path as it is written.</param>
    /// <exception cref="SpecException">The text is no task.</exception>
    public static TaskSpec Parse(string text, string name, Func<string, byte[]> read)
    {
        var root = SpecText.Parse(text, line => FormattableString.Invariant($"{name}, line {line}"));
        SpecShape.Check(root, typeof(TaskSpec));
        var task = JsonSerializer.Deserialize<TaskSpec>(root.ToJson().Span, SpecJson.Line)!.WithFiles(read);
        foreach (var problem in task.Problems(""))
        {
            var place = root.Nearest(SpecPath.Parse(problem.Path)!).Place;
            throw new SpecException(
                $"{place}: {problem.Path} is {problem.Found}, expected {problem.Expected}{(problem.Expected.EndsWith('?') ? "" : ".")}");
        }

        return task;
    }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the task stands in a spec, for example "tasks[0]"; empty for a task alone.</param>
    public IEnumerable<SpecProblem> Problems(string path)
    {
        var prefix = path.Length == 0 ? "" : $"{path}.";
        return
        [
            .. SpecRules.NotBlank($"{prefix}name", Name, "a name for tables and figures, or none"),
            .. Inputs.Problems($"{prefix}inputs"),
            .. Targets.Problems($"{prefix}targets", Inputs),
            .. Encoding?.Problems($"{prefix}encoding", Inputs.Features) ?? [],
            .. Encoding?.Noise > 0 && (Inputs.Values is not null || Targets is not BooleanTargetsSpec and not IdentitySpec)
                ? [new SpecProblem($"{prefix}encoding.noise", "given", "none where inputs or targets are real numbers")]
                : (SpecProblem[])[],
        ];
    }

    /// <summary>The same task with the text of the files that it names in it, so that it can be drawn and kept without them.</summary>
    /// <param name="read">Reads a file, given its path as it is written.</param>
    public TaskSpec WithFiles(Func<string, byte[]> read) =>
        this with { Inputs = Inputs.WithFiles(read), Targets = Targets.WithFiles(read), Encoding = Encoding?.WithFiles(read) };

    /// <summary>The task of one seed: its random functions and pools drawn, its texts read.</summary>
    /// <exception cref="SpecException">A text is not what it should be, or does not fit the inputs.</exception>
    public StudyTask Draw(Seed seed)
    {
        var targets = Targets.Draw(Inputs, seed);
        return new StudyTask(this, Inputs.Draw(targets, seed), targets);
    }

    /// <summary>Reads a part of a task from JSON, as network files keep targets and inputs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What complaints call it.</param>
    /// <exception cref="SpecException">The text is no such part.</exception>
    public static T ReadPart<T>(string text, string name)
    {
        var root = SpecText.Parse(text, line => FormattableString.Invariant($"{name}, line {line}"));
        SpecShape.Check(root, typeof(T), name);
        return JsonSerializer.Deserialize<T>(root.ToJson().Span, SpecJson.Line)!;
    }

    /// <summary>The task as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SpecJson.Line);
}
