using System.Text.Json.Nodes;

namespace Superposition.Server;

/// <summary>What the list of runs shows of one run.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Question">What it asks.</param>
/// <param name="State">running, waiting, stopped, finished or failed.</param>
/// <param name="StateInWords">The same in a few words.</param>
/// <param name="Cells">Cells of the grid.</param>
/// <param name="Done">Cells with rows.</param>
/// <param name="Seconds">Time computed so far, in seconds.</param>
/// <param name="Left">Time left while it is running, in seconds; null where nobody can tell yet.</param>
/// <param name="Started">When it was begun or resumed last.</param>
/// <param name="Headline">The outcome, in a sentence.</param>
/// <param name="Differs">Where its spec differs from that of the first run of its name.</param>
/// <param name="CanStop">Whether it can be asked to stop.</param>
/// <param name="CanResume">Whether it can be resumed.</param>
public sealed record RunSummary(
    string Name, string Experiment, string Question, string State, string StateInWords, int Cells, int Done, double Seconds, double? Left,
    DateTimeOffset Started, string? Headline, string? Differs, bool CanStop, bool CanResume);

/// <summary>A run with all that belongs to it.</summary>
/// <param name="Summary">Its line in the list.</param>
/// <param name="Command">The command that repeats it.</param>
/// <param name="Machine">Where and with what it was computed.</param>
/// <param name="Spec">Its spec as indented JSON.</param>
/// <param name="Verdicts">Verdicts on its predictions, a sentence each.</param>
/// <param name="Cells">Its grid, in order.</param>
/// <param name="Table">Its rows.</param>
/// <param name="Figures">Files of figures.</param>
/// <param name="Networks">Files of networks.</param>
/// <param name="Logs">Files of logs.</param>
/// <param name="Files">Report and table, where they are written.</param>
public sealed record RunDetail(
    RunSummary Summary, string Command, string Machine, string Spec, IReadOnlyList<string> Verdicts, IReadOnlyList<CellView> Cells,
    TableView Table, IReadOnlyList<FileView> Figures, IReadOnlyList<FileView> Networks, IReadOnlyList<FileView> Logs,
    IReadOnlyList<FileView> Files);

/// <summary>What the page of a run shows of one cell of its grid.</summary>
/// <param name="Id">Its name.</param>
/// <param name="State">waiting, running, done, refused, failed or lost.</param>
/// <param name="Done">The share done while it is running, 0 … 1.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Remark">Why it has no sound result.</param>
public sealed record CellView(string Id, string State, double Done, double? Seconds, string? Remark);

/// <summary>Rows of single values.</summary>
/// <param name="Columns">Names of values; the first column names the cell.</param>
/// <param name="Coordinates">How many columns, from the left, say where a row stands in the grid.</param>
/// <param name="Rows">Values, null where a row has none.</param>
public sealed record TableView(IReadOnlyList<string> Columns, int Coordinates, IReadOnlyList<IReadOnlyList<JsonNode?>> Rows);

/// <summary>What the page of a run shows of one file in the run's folder.</summary>
/// <param name="Name">Its name in the run's folder, with slashes.</param>
/// <param name="Bytes">Its length.</param>
public sealed record FileView(string Name, long Bytes);

/// <summary>A point of a learning curve.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Done">The share of the cell that was done, 0 … 1.</param>
/// <param name="Step">Training steps.</param>
/// <param name="Loss">Training loss; null where none was noted.</param>
/// <param name="Epsilon">ε; null where it was not measured.</param>
public sealed record CurvePoint(string Cell, double Done, long Step, double? Loss, double? Epsilon);

/// <summary>A cell with its curves.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Spec">What it computes as indented JSON: its task, its network, its seed.</param>
/// <param name="Rows">Its rows as indented JSON, long lists left out.</param>
/// <param name="Curve">Its learning curves.</param>
/// <param name="Networks">Its networks.</param>
public sealed record CellDetail(CellView Cell, string Spec, string Rows, IReadOnlyList<CurvePoint> Curve, IReadOnlyList<FileView> Networks);

/// <summary>The page on which a network computes.</summary>
/// <param name="Html">The page; null where there can be none.</param>
/// <param name="Refusal">Why there is none, in a sentence.</param>
public sealed record ExplorerView(string? Html, string? Refusal);
