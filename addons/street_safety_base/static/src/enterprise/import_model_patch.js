import { BaseImportModel } from "@base_import/import_model";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const MAX_LINES = 20;

function firstLines(title, lines) {
    const more = lines.length - MAX_LINES;
    return [title, ...lines.slice(0, MAX_LINES), ...(more > 0 ? [_t("… and %s more", more)] : [])];
}

/**
 * Messages of our models name row, column and reason themselves ("located"). Odoo's dialog shows a reason only where
 * a column has a single error, counts rows without the title row, and takes a warning for an error.
 */
patch(BaseImportModel.prototype, {
    async _callImport(dryrun, args) {
        const result = await super._callImport(dryrun, args);
        if (result.warnings?.length) {
            const lines = firstLines(
                _t("These rows are imported all the same, but please check them:"),
                result.warnings
            );
            if (dryrun) {
                this._addMessage("warning", lines);
            } else {
                this.notificationService.add(lines.join("\n"), {
                    type: "warning",
                    sticky: true,
                    className: "text-prewrap",
                });
            }
        }
        return result;
    },

    _handleImportErrors(messages, names = []) {
        if (!messages.some((message) => message.located)) {
            return super._handleImportErrors(...arguments);
        }
        const title = this.importOptionsValues.has_headers.value ? 1 : 0;
        const asSeen = messages.map((message) =>
            message.rows
                ? { ...message, rows: { from: message.rows.from + title, to: message.rows.to + title } }
                : message
        );
        const handled = super._handleImportErrors(asSeen, [...Array(title).fill(""), ...names]);
        this.importMessages = [];
        this._addMessage(
            "danger",
            firstLines(
                _t("Nothing was imported. Correct the file and load it again:"),
                messages.map((message) => message.message)
            )
        );
        return handled;
    },
});
