/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/archive/archive.h"
#include "engine/archive/create.h"
#include "engine/archive/schema.h"
#include "engine/hash/models/hash-options.h"

#include <glib/gi18n.h>

static int
create (const CliArchive *self, const CliCommon *common)
{
  const SemArchivePlan plan = {
    .uri = self->uri,
    .library = common->library,
    .n_parts = (guint) self->partitions,
    .hnsw = self->hnsw,
    .shards = self->shards,
  };
  g_auto (SemArchiveMade) made = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = NULL;

  if (!sem_archive_create (&plan, &made, &error))
    return cli_fail (error);
  if (!common->json)
    {
      g_print (_(
                 "Made the archive “%s”, with the model of this library.\n"
                 "Users of the server publish with the role %s and search with %s. Give it to them "
                 "in psql, as in: GRANT %s TO anna\n"),
               made.name, made.publisher, made.reader, made.publisher);
      return CLI_DONE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", made.name);
  json_builder_end_object (builder);
  cli_json_print (builder);
  return CLI_DONE;
}

static const struct
{
  const char *name;
  int (*run) (const CliArchive *self, const CliCommon *common);
  gboolean takes_folders;
} verbs[] = {
  { "create", create, FALSE },
  { "publish", cli_archive_publish, TRUE },
  { "train", cli_archive_train, FALSE },
  { "encode", cli_archive_encode, FALSE },
  { "mirror", cli_archive_mirror, FALSE },
  { "status", cli_archive_status, FALSE },
  { "remove", cli_archive_remove, TRUE },
};

/* What is wrong with the options of a verb, or NULL. */
static const char *
find_fault (const CliArchive *self, const char *verb)
{
  const gboolean creates = g_str_equal (verb, "create"), publishes = g_str_equal (verb, "publish");

  if ((self->shards || self->partitions || self->hnsw) && !creates)
    return _("--shard, --partitions and --hnsw are for “archive create”.");
  if (self->shards && self->hnsw)
    return _("An archive with shards has no index. Leave out --hnsw or --shard.");
  if ((self->follow || self->remove || self->memory != CLI_NO_NUMBER)
      && !g_str_equal (verb, "mirror"))
    return _("--follow, --memory and --remove are for “archive mirror”.");
  if (self->remove && (self->follow || self->memory != CLI_NO_NUMBER))
    return _("--remove goes without --follow and --memory.");
  if (self->memory != CLI_NO_NUMBER && self->memory < 1)
    return _("--memory takes a number of MiB from 1 on.");
  if (self->partitions < 0 || self->partitions > SEM_ARCHIVE_MAX_PARTITIONS)
    return _("--partitions takes a number from 1 to 64.");
  if ((self->no_thumbnails || self->no_paths || self->yes) && !publishes)
    return _("--no-thumbnails, --no-paths and --yes are for “archive publish”.");
  if ((self->method || self->bits != CLI_NO_NUMBER || self->seed != CLI_NO_NUMBER_64
       || self->most != CLI_NO_NUMBER)
      && (!g_str_equal (verb, "train") || self->discard))
    return _("--method, --bits, --seed and --most are for “archive train” without --discard.");
  if (self->discard && !g_str_equal (verb, "train"))
    return _("--discard is for “archive train”.");
  if (self->bits != CLI_NO_NUMBER && (self->bits < 1 || !sem_hash_bits_valid ((guint) self->bits)))
    return _("--bits takes 16, 32, 64, 128, 256 or 512.");
  if ((self->seed != CLI_NO_NUMBER_64 && self->seed < 0)
      || (self->most != CLI_NO_NUMBER && self->most < 1))
    return _("--seed takes a number from 0 on, and --most one from 1 on.");
  if (self->name && !publishes && !g_str_equal (verb, "remove"))
    return _("--name is for “archive publish” and “archive remove”.");
  return NULL;
}

static int
run_verb (const CliCommand *command,
          CliArchive *self,
          const CliCommon *common,
          int argc,
          char **argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      const char *fault;

      if (!g_str_equal (verbs[i].name, argv[1]))
        continue;
      fault = find_fault (self, argv[1]);
      if (fault)
        return cli_usage (command, "%s", fault);
      if (argc < 3)
        return cli_usage (command, _("give the address of the archive, such as "
                                     "postgresql://HOST/DATABASE."));
      if (argc > 3 && !verbs[i].takes_folders)
        return cli_usage (command, _("unexpected argument “%s”."), argv[3]);
      self->uri = argv[2];
      self->folders = argc > 3 ? argv + 3 : NULL;
      return verbs[i].run (self, common);
    }
  return cli_usage (command, _("“%s” is nothing that can be done with an archive."), argv[1]);
}

static int
run_archive (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  CliArchive self = {
    .bits = CLI_NO_NUMBER, .seed = CLI_NO_NUMBER_64, .most = CLI_NO_NUMBER, .memory = CLI_NO_NUMBER
  };
  int partitions = CLI_NO_NUMBER, status;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &self.name,
      N_("Publish or remove as this owner; by default USER@HOST"), N_("NAME") },
    { "no-thumbnails", 0, 0, G_OPTION_ARG_NONE, &self.no_thumbnails, N_("Publish no thumbnails"),
      NULL },
    { "no-paths", 0, 0, G_OPTION_ARG_NONE, &self.no_paths,
      N_("Publish no names of files and folders"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &self.yes,
      N_("Agree to what is published, without being asked"), NULL },
    { "shard", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self.shards,
      N_("Create: let the codes lie in this other database; give it several times"), N_("URI") },
    { "partitions", 0, 0, G_OPTION_ARG_INT, &partitions,
      N_("Create: let the codes lie in so many tables, which are searched at once"), N_("N") },
    { "method", 0, 0, G_OPTION_ARG_STRING, &self.method,
      N_("Train: this hash method; by default that of the archive"), N_("NAME") },
    { "bits", 0, 0, G_OPTION_ARG_INT, &self.bits,
      N_("Train: codes of so many bits; by default as many as the archive has"), N_("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self.seed,
      N_("Train: seed of the sample and of the training"), N_("N") },
    { "most", 0, 0, G_OPTION_ARG_INT, &self.most, N_("Train: on so many photos at most"),
      N_("N") },
    { "discard", 0, 0, G_OPTION_ARG_NONE, &self.discard,
      N_("Train: discard the new model, by which the archive is not searched yet"), NULL },
    { "hnsw", 0, 0, G_OPTION_ARG_NONE, &self.hnsw,
      N_("Create: with an index of pgvector, which is faster and may miss some photos"), NULL },
    { "memory", 0, 0, G_OPTION_ARG_INT, &self.memory,
      N_("Mirror: take so many MiB of memory at most; by default 1024"), N_("MIB") },
    { "follow", 0, 0, G_OPTION_ARG_NONE, &self.follow,
      N_("Mirror: keep running, and follow the changes of the archive"), NULL },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &self.remove, N_("Mirror: remove the mirror"), NULL },
    { NULL }
  };

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc < 2)
    return cli_usage (
      command, _("say what to do: create, publish, train, encode, mirror, status or remove."));
  self.partitions = partitions == CLI_NO_NUMBER ? 0 : partitions > 0 ? partitions : -1;
  status = run_verb (command, &self, &common, argc, argv);
  g_free (self.name);
  g_free (self.method);
  g_strfreev (self.shards);
  return status;
}

const CliCommand cli_archive_command = {
  .name = "archive",
  .summary = N_("Share photos with other computers, in a PostgreSQL database"),
  .arguments = N_("create|publish|train|encode|mirror|status|remove URI [FOLDER…]"),
  .help = N_(
    "An archive is a PostgreSQL database (version 14 or later) into which any number of "
    "libraries publish, and which all of them can search. Each library stays as it is, and owns "
    "its rows in the archive, and only those.\n"
    "\n"
    "  create   makes the archive in a database that is there, with the model of this library\n"
    "  publish  publishes the photos of this library, or of its folders; run it again to "
    "publish what has changed, and to take out what the library no longer has\n"
    "  train    trains a new model on a sample of the photos in the archive\n"
    "  encode   gives the photos the codes of the new model, on as many computers at once as "
    "run it; the archive is searched by the old model until all photos have the new codes\n"
    "  mirror   keeps the codes of the archive here, so that searches scan them here instead of "
    "asking the server for all of them; run it again, or with --follow, to keep up with the "
    "archive, though a search catches up by itself with what is not much\n"
    "  status   shows photos, owners, and where the codes lie\n"
    "  remove   takes your photos out, or those in folders\n"
    "\n"
    "URI is an address as all programs of PostgreSQL read it: postgresql://HOST/DATABASE, or "
    "service=NAME for one in ~/.pg_service.conf. Passwords belong into ~/.pgpass; they are "
    "neither stored nor printed. A connection to another computer is encrypted, unless the "
    "address says sslmode=disable.\n"
    "\n"
    "An archive is bound to one network: photos that another network has described, and photos "
    "of which only the small picture was looked at yet, are not published, and counted. Of each "
    "photo are published: the hash of its content, code, vector and feature, size, date, a grey "
    "sketch of 32 × 32 pixels, and unless left out its thumbnail and its path with the name of "
    "the owner. What is published is said before the first time, and again where a run goes beyond "
    "what was agreed; “remove” without folders ends the agreement.\n"
    "\n"
    "Examples:\n"
    "  semblance-cli archive create postgresql://photos.example.org/photos\n"
    "  semblance-cli archive publish postgresql://photos.example.org/photos ~/Pictures\n"
    "  semblance-cli archive status service=photos"),
  .run = run_archive,
};
