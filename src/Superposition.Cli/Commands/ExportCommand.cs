using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Export;
using Superposition.Cli.Runs;
using Superposition.Networks;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition export</c>: a network, or the table of a study's run, in the formats of other programs.</summary>
internal sealed class ExportCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> source =
        new("FILE|RUN") { Description = "A network (safetensors of this project, or foreign), or the folder of a study's run." };
    private readonly Option<string?> onnx =
        new("--onnx")
        {
            Description = "Write an ONNX model: input x [n, m], outputs y [n, g] and the activations of every layer.",
            HelpName = "FILE"
        };
    private readonly Option<string?> numpy =
        new("--npz") { Description = "Write NumPy's .npz, with every row of the read-off.", HelpName = "FILE" };
    private readonly Option<string?> safetensors =
        new("--safetensors") { Description = "Write safetensors, as this project does.", HelpName = "FILE" };
    private readonly Option<bool> dense =
        new("--dense") { Description = "Safetensors with every row of the read-off and no factors, for programs that know nothing else." };
    private readonly Option<string?> csv =
        new("--csv")
        {
            Description = "Write a run's table as comma-separated values, one line for each network of a cell.",
            HelpName = "FILE"
        };
    private readonly Option<string?> parquet =
        new("--parquet") { Description = "Write a run's table as Apache Parquet: columns with types, curves as lists.", HelpName = "FILE" };
    private readonly Option<string?> records =
        new("--records") { Description = "Write a finished run's records, compressed, for `superposition figures`.", HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Replace files that exist." };
    private readonly ForeignOptions foreign = new();

    public ExportCommand(Screen screen)
        : base(
            "export", "Write a network, with its task, or a run's table for other programs.",
            "superposition export checkpoints/trained-l8-m32-d128.safetensors --onnx trained.onnx --npz trained.npz",
            "superposition export checkpoints/constructed-sign-m32-d128.safetensors --safetensors rows.safetensors --dense",
            "superposition export runs/02-learned-versus-constructed-1 --csv table.csv --parquet table.parquet")
    {
        this.screen = screen;
        Add(source);
        foreach (var option in ((Option[])[onnx, numpy, safetensors, dense, csv, parquet, records, force]).Concat(foreign.All))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation) =>
        Directory.Exists(parsed.GetRequiredValue(source)) || ((Option<string?>[])[csv, parquet, records]).Any(option =>
            parsed.GetValue(option) is not null)
            ? ExportTable(parsed, json)
            : ExportNetwork(parsed, json);

    private int ExportTable(ParseResult parsed, bool json)
    {
        var path = parsed.GetRequiredValue(source);
        var (text, columnar, packed) = (parsed.GetValue(csv), parsed.GetValue(parquet), parsed.GetValue(records));
        if (text is null && columnar is null && packed is null)
        {
            throw new CallerException(
                $"{path}: this is the folder of a run, expected --csv FILE, --parquet FILE or --records FILE with it.");
        }

        if (((Option<string?>[])[onnx, numpy, safetensors]).FirstOrDefault(option => parsed.GetValue(option) is not null) is { } other)
        {
            var asked = text is not null ? csv : columnar is not null ? parquet : records;
            throw new CallerException($"{other.Name} is given with {asked.Name}, expected one of them: a run is written as CSV, Parquet or "
                + "records, a network in the other formats.");
        }

        OutputFile.RequireFree(text, parsed.GetValue(force));
        OutputFile.RequireFree(columnar, parsed.GetValue(force));
        OutputFile.RequireFree(packed, parsed.GetValue(force));
        var table = TableOfRun.Read(path);
        if (text is not null)
        {
            RunFolder.WriteText(text, StudyTableCsv.Of(table));
        }

        if (columnar is not null)
        {
            RunFolder.Write(columnar, ParquetTable.Of(table));
        }

        if (packed is not null)
        {
            StoredRecords.Pack(new RunPaths(path), packed);
        }

        string[] written = [.. ((string?[])[text, columnar, packed]).OfType<string>()];
        var columns = StudyTableCsv.Columns(table);
        if (json)
        {
            screen.Json(new ExportedTable(written, table.Rows.Length, columns));
        }
        else
        {
            screen.Line(
                $"{Wording.Count(table.Rows.Length, "row")} of {Wording.Count(columns.Length, "column")}: {string.Join(", ", written)}");
        }

        return ExitCode.Done;
    }

    private int ExportNetwork(ParseResult parsed, bool json)
    {
        (string? Path, Action<Stream, ReluNetwork, NetworkManifest> Write)[] targets =
        [
            (parsed.GetValue(onnx), OnnxNetwork.Write),
            (parsed.GetValue(numpy), (stream, network, manifest) => NumpyNetwork.Write(stream, network, manifest)),
            (parsed.GetValue(safetensors), (stream, network, manifest) =>
                NetworkFile.Write(stream, network, manifest, parsed.GetValue(dense))),
        ];
        targets = [.. targets.Where(target => target.Path is not null)];
        if (targets.Length == 0)
        {
            throw new CallerException("Nothing is to be written, expected --onnx FILE, --npz FILE or --safetensors FILE (of a run's "
                + "folder: --csv FILE or --parquet FILE).");
        }

        if (parsed.GetValue(dense) && parsed.GetValue(safetensors) is null)
        {
            throw new CallerException("--dense is given without --safetensors FILE, expected both: ONNX and .npz have every row anyway.");
        }

        foreach (var (target, _) in targets)
        {
            OutputFile.RequireFree(target, parsed.GetValue(force));
        }

        var path = parsed.GetRequiredValue(source);
        var (network, manifest, notes) = NetworkFile.Load(path, foreign.Reading(parsed));
        using (network)
        {
            LoadedNetwork.Say(screen, json, path, notes);
            foreach (var (target, write) in targets)
            {
                Save(path, target!, stream => write(stream, network, manifest));
            }
        }

        ExportedFile[] written = [.. targets.Select(target => new ExportedFile(target.Path!, new FileInfo(target.Path!).Length))];
        if (json)
        {
            screen.Json("files", written);
            return ExitCode.Done;
        }

        foreach (var (target, bytes) in written)
        {
            screen.Line($"{target}: {bytes:N0} bytes");
        }

        return ExitCode.Done;
    }

    private static void Save(string path, string target, Action<Stream> write)
    {
        try
        {
            AtomicFile.Write(target, write);
        }
        catch (NetworkFileException e)
        {
            throw new NetworkFileException($"{path}: {e.Message}", e);
        }
    }

    private sealed record ExportedFile(string File, long Bytes);

    private sealed record ExportedTable(IReadOnlyList<string> Files, int Rows, IReadOnlyList<string> Columns);
}
