namespace AkkaChat.Server.Cluster;

/// <summary>
/// Mutual TLS between nodes; section <c>AkkaChat:Cluster:Tls</c>. All three files or none: with them, a node talks only to
/// nodes whose certificate that authority signed. They are read at start; a renewed certificate needs a restart.
/// </summary>
internal sealed record TlsOptions
{
    /// <summary>This node's certificate (PEM), with those between it and the authority. Default: none, no TLS.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key of that certificate (PEM, not encrypted). Default: none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The certificates (PEM) of the authority that signs the nodes' certificates, and nothing else. Default: none.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>True if nodes talk TLS.</summary>
    public bool IsOn => CertificateFile is not null && KeyFile is not null && AuthorityFile is not null;

    /// <summary>True if some files are given and others are not.</summary>
    public bool IsPartial => !IsOn && (CertificateFile ?? KeyFile ?? AuthorityFile) is not null;
}
