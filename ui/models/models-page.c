/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-models-page"

#include "config.h"

#include "ui/models/models-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/model/quality/model-pair.h"
#include "ui/models/model-row.h"
#include "ui/models/models-private.h"
#include "ui/toast.h"

struct _SemModelsPage
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkListBox *list;
  GtkWidget *none;
  GtkBox *sections;
  SemModelsComparison *comparison;

  SemLibrary *library;
  GtkCustomFilter *filter;
  GtkFilterListModel *models;
  GPtrArray *pending; /* of Deletion */
  GtkFileChooserNative *chooser;
  gint64 exported;
  SemModelPair *measured; /* of one model, twice */
  gint64 measuring;       /* which; 0 for none */
  GHashTable *reach;      /* gint64: double, -1 where it could not be measured */
  GHashTable *unfolded;   /* gint64: which rows are, since a new name makes all of them anew */
};

/* A model that is deleted when its toast goes. */
typedef struct
{
  SemModelsPage *owner;
  gint64 id;
  AdwToast *toast;
} Deletion;

G_DEFINE_FINAL_TYPE (SemModelsPage, sem_models_page, GTK_TYPE_WIDGET)

/* Deleting ------------------------------------------------------------------------------------- */

static void
deletion_free (Deletion *deletion)
{
  g_signal_handlers_disconnect_by_data (deletion->toast, deletion);
  g_object_unref (deletion->toast);
  g_free (deletion);
}

static gboolean
filter_cb (gpointer item, gpointer user_data)
{
  SemModelsPage *self = user_data;

  for (guint i = 0; i < self->pending->len; i++)
    if (((Deletion *) self->pending->pdata[i])->id == sem_codes_get_id (item))
      return FALSE;
  return TRUE;
}

static void
undo_cb (AdwToast *toast, Deletion *deletion)
{
  SemModelsPage *self = deletion->owner;

  g_ptr_array_remove (self->pending, deletion);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_LESS_STRICT);
}

/* The list loses the model when the engine has deleted it; GTK does not filter before. */
static void
dismissed_cb (AdwToast *toast, Deletion *deletion)
{
  SemModelsPage *self = deletion->owner;

  sem_library_delete_codes (self->library, deletion->id);
  g_ptr_array_remove (self->pending, deletion);
}

static void
delete_cb (SemModelRow *row, SemModelsPage *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  g_autofree char *sentence = g_strdup_printf (_("“%s” deleted"), title);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->owner = self;
  deletion->id = sem_codes_get_id (sem_model_row_get_codes (row));
  deletion->toast = g_object_ref_sink (sem_toast_new (sentence));
  adw_toast_set_button_label (deletion->toast, _("_Undo"));
  adw_toast_set_timeout (deletion->toast, 10);
  g_signal_connect (deletion->toast, "button-clicked", G_CALLBACK (undo_cb), deletion);
  g_signal_connect (deletion->toast, "dismissed", G_CALLBACK (dismissed_cb), deletion);
  g_ptr_array_add (self->pending, deletion);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_MORE_STRICT);
  sem_toast_add (sem_toast_find_overlay (GTK_WINDOW (root)), g_object_ref (deletion->toast));
}

void
sem_models_page_commit (SemModelsPage *self)
{
  g_return_if_fail (SEM_IS_MODELS_PAGE (self));

  for (guint i = 0; i < self->pending->len; i++)
    sem_library_delete_codes (self->library, ((Deletion *) self->pending->pdata[i])->id);
  g_ptr_array_set_size (self->pending, 0);
}

/* Using and moving ----------------------------------------------------------------------------- */

static void
use_cb (SemModelRow *row, SemModelsPage *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);

  if (codes)
    sem_toast_show_undo (GTK_WIDGET (self), _("The other codes are in use."), "win.use-codes",
                         sem_codes_get_id (codes));
  sem_library_use_codes (self->library, sem_codes_get_id (sem_model_row_get_codes (row)));
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, SemModelsPage *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || !file)
    return;
  if (self->exported > 0)
    sem_library_export_codes (self->library, self->exported, file);
  else
    sem_library_import_codes (self->library, file);
}

static void
choose (SemModelsPage *self, gint64 exported)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser)
    return;
  self->exported = exported;
  self->chooser =
    gtk_file_chooser_native_new (exported > 0 ? _("Export Model") : _("Import Model"),
                                 GTK_WINDOW (root),
                                 exported > 0 ? GTK_FILE_CHOOSER_ACTION_SAVE
                                              : GTK_FILE_CHOOSER_ACTION_OPEN,
                                 exported > 0 ? _("_Export") : _("_Import"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (filter, _("Models"));
  gtk_file_filter_add_pattern (filter, "*.safetensors");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  if (exported > 0)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "model.safetensors");
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
export_cb (SemModelRow *row, SemModelsPage *self)
{
  choose (self, sem_codes_get_id (sem_model_row_get_codes (row)));
}

static void
import_cb (GtkButton *button, SemModelsPage *self)
{
  choose (self, 0);
}

/* Measuring ------------------------------------------------------------------------------------ */

/* What is known from comparisons needs no measuring. Returns: (transfer full) (nullable) */
static SemCodes *
find_unmeasured (SemModelsPage *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr (SemCodes) codes = g_list_model_get_item (G_LIST_MODEL (self->models), i);
      gint64 id = sem_codes_get_id (codes);

      if (!sem_codes_get_row (codes)->compared && !g_hash_table_contains (self->reach, &id))
        return g_steal_pointer (&codes);
    }
  return NULL;
}

/* One model at a time, and only while somebody looks. */
static void
measure_next (SemModelsPage *self)
{
  g_autoptr (SemCodes) codes = NULL;

  if (self->measuring != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  codes = find_unmeasured (self);
  if (!codes)
    return;
  self->measuring = sem_codes_get_id (codes);
  sem_model_pair_start (self->measured, codes, codes);
}

static void
show_reach (SemModelsPage *self, GtkWidget *row)
{
  gint64 id = sem_codes_get_id (sem_model_row_get_codes (SEM_MODEL_ROW (row)));
  const double *reach = g_hash_table_lookup (self->reach, &id);

  if (reach && *reach >= 0)
    sem_model_row_set_reach (SEM_MODEL_ROW (row), *reach);
}

static void
measured_cb (SemModelPair *pair, GParamSpec *pspec, SemModelsPage *self)
{
  SemMeasures before, after;
  double reach, overlap;

  if (sem_model_pair_get_running (pair) || self->measuring == 0)
    return;
  reach = sem_model_pair_get_measures (pair, &before, &after, &overlap) ? after.reach : -1;
  g_hash_table_insert (self->reach, g_memdup2 (&self->measuring, sizeof self->measuring),
                       g_memdup2 (&reach, sizeof reach));
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row;
       row = gtk_widget_get_next_sibling (row))
    if (SEM_IS_MODEL_ROW (row)
        && sem_codes_get_id (sem_model_row_get_codes (SEM_MODEL_ROW (row))) == self->measuring)
      show_reach (self, row);
  self->measuring = 0;
  measure_next (self);
}

/* The page ------------------------------------------------------------------------------------- */

static void
unfolded_cb (GObject *row, GParamSpec *pspec, SemModelsPage *self)
{
  gint64 id = sem_codes_get_id (sem_model_row_get_codes (SEM_MODEL_ROW (row)));

  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    g_hash_table_add (self->unfolded, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->unfolded, &id);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SemModelsPage *self = user_data;
  SemCodes *active = sem_library_get_codes (self->library);
  gint64 id = sem_codes_get_id (item);
  GtkWidget *row =
    sem_model_row_new (self->library, item, active && sem_codes_get_id (active) == id);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row),
                                 g_hash_table_contains (self->unfolded, &id));
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (unfolded_cb), self, 0);
  g_signal_connect_object (row, "use", G_CALLBACK (use_cb), self, 0);
  g_signal_connect_object (row, "export", G_CALLBACK (export_cb), self, 0);
  g_signal_connect_object (row, "delete", G_CALLBACK (delete_cb), self, 0);
  if (!sem_codes_get_row (item)->compared)
    show_reach (self, row);
  return row;
}

static void
update (SemModelsPage *self)
{
  gboolean some = g_list_model_get_n_items (G_LIST_MODEL (self->models)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->list), some);
  gtk_widget_set_visible (self->none, !some);
  measure_next (self);
}

static void
sem_models_page_dispose (GObject *object)
{
  SemModelsPage *self = SEM_MODELS_PAGE (object);

  if (self->library)
    sem_models_page_commit (self);
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  if (self->models)
    {
      g_signal_handlers_disconnect_by_data (self->models, self);
      gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
    }
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  if (self->measured)
    {
      g_signal_handlers_disconnect_by_data (self->measured, self);
      sem_model_pair_stop (self->measured);
    }
  g_clear_object (&self->measured);
  g_clear_object (&self->models);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_models_page_parent_class)->dispose (object);
}

static void
sem_models_page_finalize (GObject *object)
{
  g_ptr_array_unref (SEM_MODELS_PAGE (object)->pending);
  g_hash_table_unref (SEM_MODELS_PAGE (object)->reach);
  g_hash_table_unref (SEM_MODELS_PAGE (object)->unfolded);

  G_OBJECT_CLASS (sem_models_page_parent_class)->finalize (object);
}

static void
sem_models_page_class_init (SemModelsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_models_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_models_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/models-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemModelsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SemModelsPage, list);
  gtk_widget_class_bind_template_child (widget_class, SemModelsPage, none);
  gtk_widget_class_bind_template_child (widget_class, SemModelsPage, sections);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_models_page_init (SemModelsPage *self)
{
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) deletion_free);
  self->reach = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->unfolded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_signal_connect (self, "map", G_CALLBACK (measure_next), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_models_page_set_library (SemModelsPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_MODELS_PAGE (self) && !self->library);

  self->library = g_object_ref (library);
  self->measured = sem_model_pair_new (library);
  g_signal_connect_object (self->measured, "notify::running", G_CALLBACK (measured_cb), self, 0);
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->models = gtk_filter_list_model_new (g_object_ref (sem_library_get_models (library)),
                                            GTK_FILTER (self->filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->models), create_row, self, NULL);
  g_signal_connect_swapped (self->models, "items-changed", G_CALLBACK (update), self);
  self->comparison =
    SEM_MODELS_COMPARISON (sem_models_comparison_new (library, G_LIST_MODEL (self->models)));
  gtk_widget_set_margin_top (GTK_WIDGET (self->comparison), 24);
  gtk_box_append (self->sections, GTK_WIDGET (self->comparison));
  update (self);
}

SemModelsComparison *
sem_models_page_get_comparison (SemModelsPage *self)
{
  g_return_val_if_fail (SEM_IS_MODELS_PAGE (self), NULL);
  return self->comparison;
}

SemModelPair *
sem_models_page_get_measured (SemModelsPage *self)
{
  g_return_val_if_fail (SEM_IS_MODELS_PAGE (self), NULL);
  return self->measured;
}
