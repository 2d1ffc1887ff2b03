using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>An experiment as it was read from its file, overrides included.</summary>
/// <param name="Name">The experiment's name: the folder of its spec.</param>
/// <param name="Spec">The spec, with overrides.</param>
internal sealed record SpecFile(string Name, StudySpec Spec)
{
    private const string UsualName = "spec.json";

    /// <summary>Reads a spec and puts overrides such as "seeds=[1,2]" into it.</summary>
    /// <param name="path">The file, or the folder that holds it as spec.json.</param>
    /// <param name="overrides">Values that take the place of the file's.</param>
    /// <exception cref="CallerException">There is no such file, or it is no text.</exception>
    /// <exception cref="SpecException">The text is no spec.</exception>
    public static SpecFile Load(string path, IEnumerable<string> overrides)
    {
        var file = Locate(path);
        var full = Path.GetFullPath(file);
        var name =
            Path.GetFileName(full) == UsualName ? Path.GetFileName(Path.GetDirectoryName(full)) : Path.GetFileNameWithoutExtension(full);
        var spec = SpecReader.Read(TextFile.Read(file, "a spec in JSON"), file, overrides);
        var folder = Path.GetDirectoryName(file) ?? "";
        return new SpecFile(
            string.IsNullOrEmpty(name) ? "experiment" : name,
            spec.WithFiles(other => TextFile.Read(Path.Combine(folder, other), "a file that the spec names")));
    }

    private static string Locate(string path)
    {
        if (path.Length == 0)
        {
            throw new CallerException($"There is no such file as \"\", expected a spec or a folder with a {UsualName}.");
        }

        if (!Directory.Exists(path))
        {
            return path;
        }

        var file = Path.Combine(path, UsualName);
        return File.Exists(file)
            ? file
            : throw new CallerException($"{path}: this folder holds no {UsualName}, expected a spec or the folder of one.");
    }
}
